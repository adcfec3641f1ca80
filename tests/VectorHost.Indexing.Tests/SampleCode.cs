using System.Globalization;
using System.Text;

namespace VectorHost.Indexing.Tests;

/// <summary>Source text that is long enough to be cut into several chunks.</summary>
internal static class SampleCode
{
    /// <summary>A class of methods of about a hundred characters each, whose names tell them apart.</summary>
    public static string Class(string name, int methods)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"public sealed class {name}\n{{\n");
        for (int i = 0; i < methods; i++)
        {
            text.Append(Method($"{name}Step{i}"));
        }

        return text.Append("}\n").ToString();
    }

    public static string Method(string name) => $$"""
            /// <summary>Takes one step of {{name}}.</summary>
            public int Run{{name}}(int value)
            {
                int result = value * {{name.Length}};
                Log("{{name}} has run", result);
                return result;
            }


        """;
}
