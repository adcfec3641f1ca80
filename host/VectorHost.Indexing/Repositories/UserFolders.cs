namespace VectorHost.Indexing.Repositories;

/// <summary>Where the user's own settings are, as far as git's ignore files are concerned.</summary>
public sealed record UserFolders
{
    /// <summary>The home folder, with <c>.gitconfig</c>; empty where there is none.</summary>
    public required string Home { get; init; }

    /// <summary>The folder of settings, with <c>git/config</c> and <c>git/ignore</c>; empty where there is none.</summary>
    public required string Configuration { get; init; }

    /// <summary>The folders of the user who runs this process.</summary>
    public static UserFolders FromEnvironment()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? configuration = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        return new UserFolders
        {
            Home = home,
            Configuration = string.IsNullOrEmpty(configuration) ? DefaultConfiguration(home) : configuration,
        };
    }

    private static string DefaultConfiguration(string home) => home.Length == 0 ? "" : Path.Combine(home, ".config");
}
