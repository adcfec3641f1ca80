using SQLitePCL;

namespace VectorHost.Plugins.Sqlite.Database;

/// <summary>The native library, which is set up once.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<int> Loaded = new(Load);

    /// <summary>Loads the library, unless it is loaded already.</summary>
    public static void Initialize() => _ = Loaded.Value;

    private static int Load()
    {
        Batteries_V2.Init();

        // Nobody asks how much memory the library holds, and without counting no allocation takes a lock. The library may
        // be in use already by another part of the process, and then stays as it is.
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }
}
