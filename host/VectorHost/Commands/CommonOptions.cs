using System.CommandLine;

namespace VectorHost.Commands;

/// <summary>The options that every command takes, and what they say about the configuration.</summary>
internal static class CommonOptions
{
    private static readonly Option<string?> ConfigFile = CreateConfigFile();

    private static readonly Option<string?> Backend = new("--backend")
    {
        Description = "The vector store to use, for this run: short for --set vector_store.backend=NAME.",
        HelpName = "NAME",
        Recursive = true,
    };

    private static readonly Option<string[]> Setting = new("--set")
    {
        Description = "One setting, for this run; may be repeated.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    private static readonly Option<bool> NoRepositoryConfig = new("--no-repo-config")
    {
        Description = "Ignore the vectorhost.json of the repository, for repositories that you do not trust.",
        Recursive = true,
    };

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Log everything to standard error, such as each file that is left out, and show the details of errors.",
        Recursive = true,
    };

    /// <summary>Adds the options to the root command.</summary>
    public static void AddTo(Command root)
    {
        root.Options.Add(ConfigFile);
        root.Options.Add(Backend);
        root.Options.Add(Setting);
        root.Options.Add(NoRepositoryConfig);
        root.Options.Add(Verbose);
    }

    /// <summary>Whether everything is to be logged.</summary>
    public static bool IsVerbose(ParseResult command) => command.GetValue(Verbose);

    /// <summary>The backend that the command line names, if it does.</summary>
    public static string? ReadBackend(ParseResult command) => command.GetValue(Backend);

    /// <summary>Reads what the command line says about the configuration.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="repositoryRoot">The repository at hand, if the command has one.</param>
    public static Configuration.ConfigurationRequest ReadRequest(ParseResult command, string? repositoryRoot)
    {
        List<string> settings = [.. command.GetValue(Setting) ?? []];
        if (command.GetValue(Backend) is { } backend)
        {
            settings.Add($"{Configuration.ConfigurationKeys.Backend}={backend}");
        }

        if (IsVerbose(command))
        {
            settings.Add($"{Configuration.ConfigurationKeys.LogLevel}=Debug");
        }

        return new Configuration.ConfigurationRequest
        {
            RepositoryRoot = repositoryRoot,
            IgnoreRepositoryFile = command.GetValue(NoRepositoryConfig),
            File = command.GetValue(ConfigFile),
            Settings = settings,
        };
    }

    private static Option<string?> CreateConfigFile()
    {
        Option<string?> option = FileArgument.CreateOption("--config", "A configuration file that wins over the others.");
        option.Recursive = true;
        return option;
    }
}
