using VectorHost.Abstractions;
using VectorHost.Plugins.Shared;

namespace VectorHost.Plugins.Sqlite;

/// <summary>The settings of the section <c>vector_store.sqlite</c>, checked.</summary>
internal sealed record SqliteSettings
{
    /// <summary>The database file, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the file was named in the configuration: then it may be anything, also what the user needs.</summary>
    public bool IsNamed { get; init; }

    /// <summary>How long a save waits for another process that is writing.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether searches find exactly the nearest, however many vectors there are.</summary>
    public bool IsExact { get; init; }

    /// <summary>Where the database may not grow past this many pages it behaves as on a full disk. Tests set it.</summary>
    public int? MaxPageCount { get; init; }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is unknown or a value wrong.</exception>
    public static SqliteSettings Read(VectorStoreContext context)
    {
        SettingsReader reader = new(context.Configuration);
        string? path = reader.Text("path");
        int busyTimeoutSeconds = reader.Integer("busy_timeout_seconds", defaultValue: 10, minimum: 0, maximum: 3600);
        bool isExact = reader.Flag("exact", defaultValue: false);
        string file = Resolve(path, context);
        if (Directory.Exists(file))
        {
            reader.AddProblem("path", $"is the folder {file}: name a file in it, such as vectors.db");
        }

        reader.ThrowIfWrong();
        return new SqliteSettings { Path = file, IsNamed = path is not null, BusyTimeout = TimeSpan.FromSeconds(busyTimeoutSeconds), IsExact = isExact };
    }

    private static string Resolve(string? path, VectorStoreContext context)
    {
        if (path is null)
        {
            return System.IO.Path.Combine(context.DataDirectory, "vectors.db");
        }

        if (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith(@"~\", StringComparison.Ordinal))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return System.IO.Path.GetFullPath(path[2..], home);
        }

        return System.IO.Path.GetFullPath(path, context.RepositoryRoot);
    }
}
