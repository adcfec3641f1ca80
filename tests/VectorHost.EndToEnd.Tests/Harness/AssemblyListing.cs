using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>Lists the assemblies that a run of the program loads.</summary>
/// <remarks>
/// The runtime calls a startup hook before the program, and the hook writes the list when the process ends. It uses
/// nothing but the core library, so that it adds only itself.
/// </remarks>
/// <param name="sandbox">The user who runs the program.</param>
public sealed class AssemblyListing(Sandbox sandbox)
{
    private const string HookName = "AssemblyListingHook";
    private const string FileVariable = "ASSEMBLY_LISTING_FILE";

    private const string Hook = $$"""
        internal static class StartupHook
        {
            public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += Write;

            private static void Write(object? sender, EventArgs arguments)
            {
                string text = "";
                foreach (System.Reflection.Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
                {
                    text += assembly.GetName().Name + "\n";
                }

                File.WriteAllText(Environment.GetEnvironmentVariable("{{FileVariable}}")!, text);
            }
        }
        """;

    /// <summary>Runs the program.</summary>
    /// <returns>The simple names of what it loaded, the hook left out, each once and in order.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(params string[] arguments)
    {
        string file = sandbox.At("assemblies.txt");
        sandbox.Environment["DOTNET_STARTUP_HOOKS"] =
            new PluginBuild(HookName) { Source = Hook, ReferencesContract = false }.WriteTo(sandbox.At("hook"));
        sandbox.Environment[FileVariable] = file;
        (await sandbox.RunAsync(arguments)).Succeeded();
        sandbox.Environment.Remove("DOTNET_STARTUP_HOOKS");
        return [.. (await File.ReadAllLinesAsync(file)).Where(name => name != HookName).Distinct().Order(StringComparer.Ordinal)];
    }
}
