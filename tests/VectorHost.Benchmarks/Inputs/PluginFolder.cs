using System.Globalization;
using System.Text;
using VectorHost.TestSupport;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>A folder of plugins to find: each with one backend, one library of its own and a <c>.deps.json</c>.</summary>
internal static class PluginFolder
{
    private const string Library = "Acme.Library";

    /// <summary>Makes it.</summary>
    /// <param name="root">The folder, which need not be there.</param>
    /// <param name="count">How many plugins.</param>
    /// <param name="types">How many types each has beside those that it needs.</param>
    public static void Write(string root, int count, int types)
    {
        PluginBuild library = new(Library) { Source = "namespace Acme { public class Part { public int Number => 1; } }" };
        byte[] libraryBytes = library.Compile();
        for (int i = 0; i < count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Acme.Plugin{i:D3}");
            string folder = Path.Combine(root, name);
            new PluginBuild(name)
            {
                Source = PluginSource.Store(string.Create(CultureInfo.InvariantCulture, $"acme-{i}"), "public int Number => new Acme.Part().Number;", Types(types)),
                References = [library.ToReference()],
            }.WriteTo(folder);
            File.WriteAllBytes(Path.Combine(folder, Library + ".dll"), libraryBytes);
            File.WriteAllText(Path.Combine(folder, name + ".deps.json"), Manifest(name));
        }
    }

    private static string Types(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[Serializable] public class Type{i} {{ public string? Name {{ get; set; }} public int Add(int other) => other + {i}; }}\n");
        }

        return text.ToString();
    }

    private static string Manifest(string name) => $$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "compilationOptions": {},
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "{{name}}/1.0.0": { "dependencies": { "{{Library}}": "1.0.0" }, "runtime": { "{{name}}.dll": {} } },
              "{{Library}}/1.0.0": { "runtime": { "lib/net10.0/{{Library}}.dll": { "assemblyVersion": "1.0.0.0", "fileVersion": "1.0.0.0" } } }
            }
          },
          "libraries": {
            "{{name}}/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
            "{{Library}}/1.0.0": { "type": "package", "serviceable": true, "sha512": "" }
          }
        }
        """;
}
