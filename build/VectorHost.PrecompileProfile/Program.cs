using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace VectorHost.PrecompileProfile;

/// <summary><c>LIST FOLDER</c>: writes the profile of each assembly that a file lists, one a line, as <c>FOLDER/NAME.mibc</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [string list, string folder])
        {
            Console.Error.WriteLine("usage: VectorHost.PrecompileProfile LIST FOLDER");
            return 2;
        }

        Directory.CreateDirectory(folder);
        foreach (string assembly in File.ReadLines(list))
        {
            using PEReader image = new(File.OpenRead(assembly));
            File.WriteAllBytes(
                Path.Combine(folder, Path.GetFileNameWithoutExtension(assembly) + ".mibc"), new ProfileWriter(image.GetMetadataReader()).Write());
        }

        return 0;
    }
}
