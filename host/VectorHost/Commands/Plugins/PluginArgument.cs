using System.CommandLine;

namespace VectorHost.Commands.Plugins;

/// <summary>The plugin that a command works on: by file, or by name.</summary>
internal static class PluginArgument
{
    /// <summary>Something that holds a plugin.</summary>
    public static Argument<string> CreateFile() => Create("FILE", "A plugin's DLL, its folder, a ZIP or a NUPKG.");

    /// <summary>A plugin that is installed.</summary>
    public static Argument<string> CreateName() => Create("NAME", "The plugin's name: that of its folder, not of its backend.");

    private static Argument<string> Create(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: string value }, ..])
            {
                return;
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                result.AddError($"{name} is empty.");
            }
            else if (value[0] == '-')
            {
                // An option that is not known arrives as if it were the argument; a file of such a name can be written ./-name.
                result.AddError(UnknownOption.Describe(value, result));
            }
        });
        return argument;
    }
}
