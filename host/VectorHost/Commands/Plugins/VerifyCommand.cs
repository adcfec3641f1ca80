using System.CommandLine;
using VectorHost.Hosting;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
using VectorHost.Output;
using VectorHost.Session;
using VectorHost.Verification;

namespace VectorHost.Commands.Plugins;

/// <summary>
/// <c>vectorhost plugins verify NAME|FILE</c>: runs the suite that every backend passes against one, as it is configured.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> target = new("NAME|FILE")
        {
            Description = "A backend that 'vectorhost backends' lists, or the DLL of a plugin that is not installed.",
        };
        Option<int> timeout = new("--timeout")
        {
            Description = "How long one call of the store may take before its scenario fails.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 86_400)
            {
                result.AddError("--timeout takes a number of seconds from 1 to 86400.");
            }
        });
        Option<bool> json = JsonOption.Create();
        Command command = new(
            "verify",
            "Run the suite that every backend passes against a store, as configured but in collections and folders of its own.") { target, timeout, json };
        command.SetAction(async (line, cancellationToken) =>
        {
            string name = line.GetRequiredValue(target);
            await using HostSession session = HostSession.Open(terminal, line, repositoryPath: null);
            TimeSpan limit = TimeSpan.FromSeconds(line.GetValue(timeout));
            VerificationReport report;
            string file;
            if (IsFile(name))
            {
                using StagedPlugin staged = Stage(name);

                // A lock file pins what is installed; this is not, and was named by the user.
                await using PluginHost plugins = session.OpenPlugins(staged.PluginsDirectory, IntegrityMode.Off, unload: true);
                string backend = OnlyBackend(plugins.Catalog, name, CommonOptions.ReadBackend(line));
                report = await VerifyAsync(session, plugins, backend, limit, cancellationToken);
                file = Path.GetFullPath(name);
            }
            else
            {
                await using PluginHost plugins = session.OpenPlugins(session.Settings.PluginsDirectory, session.Settings.Integrity, unload: true);
                report = await VerifyAsync(session, plugins, name, limit, cancellationToken);
                file = report.Plugin.AssemblyFile;
            }

            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(report, file));
            }
            else
            {
                VerificationText.Write(terminal, report, file);
            }

            return report.Count(ScenarioOutcome.Failed) == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static async Task<VerificationReport> VerifyAsync(
        HostSession session, PluginHost plugins, string backend, TimeSpan timeout, CancellationToken cancellationToken)
    {
        int count = 0;
        session.Terminal.Note($"Verifying the backend '{backend}' …");
        return await PluginVerifier.RunAsync(
            plugins,
            session.CreateContext(backend),
            new VerificationOptions { CallTimeout = timeout, Progress = Show },
            cancellationToken);

        void Show(ScenarioResult scenario)
        {
            count++;
            if (scenario.Outcome == ScenarioOutcome.Failed)
            {
                session.Terminal.Note($"failed: {scenario.Theme}: {scenario.Scenario}");
            }
            else if (count % 50 == 0)
            {
                session.Terminal.Note($"{count} scenarios …");
            }
        }
    }

    // A backend's name has neither dots nor separators.
    private static bool IsFile(string target) => target.AsSpan().ContainsAny('.', '/', '\\');

    private static StagedPlugin Stage(string file)
    {
        try
        {
            return new StagedPlugin(file);
        }
        catch (FileNotFoundException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static string OnlyBackend(PluginCatalog catalog, string file, string? chosen)
    {
        string[] backends = [.. catalog.Plugins.SelectMany(plugin => plugin.Backends).Select(backend => backend.Name)];
        return chosen ?? backends switch
        {
            [string only] => only,
            [] => throw new UsageException(NotAPlugin(catalog, file)),
            _ => throw new UsageException($"{file} provides {string.Join(", ", backends)}: choose one with --backend NAME."),
        };
    }

    private static string NotAPlugin(PluginCatalog catalog, string file)
    {
        PluginProblem? problem = catalog.Plugins.SelectMany(plugin => plugin.Problems).FirstOrDefault();
        return problem is null ? $"{file} is not a plugin." : $"{file} cannot be used. {problem}";
    }
}
