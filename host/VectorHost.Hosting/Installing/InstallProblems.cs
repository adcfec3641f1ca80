using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>The problems VH17: what stands against installing or removing a plugin.</summary>
internal static class InstallProblems
{
    private const string AskAuthor = "Get the archive again from where you trust it, or tell the plugin's author.";

    public static PluginProblem SourceMissing(string source) => Error("VH1701", source,
        $"There is no '{source}'.", "Name a plugin's DLL, its folder, a ZIP or a NUPKG.");

    public static PluginProblem SourceUnknown(string source) => Error("VH1702", source,
        $"'{source}' is nothing that could be a plugin.", "Name a plugin's DLL, its folder, a ZIP or a NUPKG.");

    public static PluginProblem SourceDamaged(string source, string reason) => Error("VH1703", source,
        $"'{source}' cannot be read: {reason}", AskAuthor);

    public static PluginProblem EntryLeaves(string source, string entry) => Error("VH1704", source,
        $"'{source}' has an entry '{BackendName.Printable(entry)}', whose path leads out of the plugin's folder or is no path at all.", AskAuthor);

    public static PluginProblem EntryNotAFile(string source, string entry) => Error("VH1705", source,
        $"'{source}' has an entry '{entry}' that is a link or a device, and a plugin is made of files alone.", AskAuthor);

    public static PluginProblem EntryTwice(string source, string first, string second) => Error("VH1706", source,
        first == second
            ? $"'{source}' has two entries '{first}'."
            : $"'{source}' has the entries '{first}' and '{second}', which cannot both be there on every system.",
        AskAuthor);

    public static PluginProblem EntryEncrypted(string source, string entry) => Error("VH1707", source,
        $"'{source}' has an encrypted entry '{entry}'.", "Unpack it yourself, and install the folder.");

    public static PluginProblem TooLarge(string source, string reason) => Error("VH1708", source,
        $"'{source}' is larger than a plugin may be: {reason}.",
        "If it is meant to be that large, copy it into the plugins folder yourself.");

    public static PluginProblem NoPlugin(string source, string searched) => Error("VH1709", source,
        $"There is no plugin in '{source}': no DLL in {searched} has a class that carries [VectorStoreBackend].",
        "Name the output of a plugin's publish; the plugin's main DLL must be at its top.");

    public static PluginProblem SeveralPlugins(string source, IReadOnlyCollection<string> names) => Error("VH1710", source,
        $"'{source}' holds several plugins: {string.Join(", ", names)}.",
        "Install each one from a folder of its own.");

    public static PluginProblem InvalidName(string source, string name) => Error("VH1711", source,
        $"The plugin in '{source}' is named '{BackendName.Printable(name)}', which cannot be the name of one.",
        "Use a file name that does not begin with a dot, ends with .dll once, and that every system allows.");

    public static PluginProblem AlreadyInstalled(string existing, string name) => Error("VH1712", existing,
        $"The plugin '{name}' is there already: '{existing}'.", "Pass --force to replace it.");

    public static PluginProblem BackendTaken(string existing, string backend, string name) => Error("VH1713", existing,
        $"The backend '{backend}' is provided by the plugin '{name}' already, and two plugins cannot share a name.",
        $"Remove that one first: vectorhost plugins remove {name}");

    public static PluginProblem Busy(string directory) => Error("VH1714", directory,
        $"Someone else is installing or removing a plugin in '{directory}'.", "Try again when that is done.");

    public static PluginProblem NotWritable(string directory, string reason) => Error("VH1715", directory,
        $"The plugins folder '{directory}' cannot be changed: {reason}",
        "Run this as a user who may write there, and look whether there is room.");

    public static PluginProblem NoSuchPlugin(string directory, string name, string hint) => Error("VH1716", directory,
        $"There is no plugin '{BackendName.Printable(name)}' in '{directory}'.", hint);

    public static PluginProblem Leftover(string path) => new()
    {
        Code = "VH1717",
        Severity = ProblemSeverity.Warning,
        Cause = $"'{path}' belongs to an installation or removal that is under way, or was interrupted.",
        Remedy = "If none is under way, the next 'vectorhost plugins install', 'remove' or 'lock' puts it right.",
        File = path,
    };

    public static PluginProblem Recovered(string path, string outcome) => new()
    {
        Code = "VH1718",
        Severity = ProblemSeverity.Note,
        Cause = $"An installation or removal had been interrupted: {outcome}",
        Remedy = "Nothing needs to be done.",
        File = path,
    };

    private static PluginProblem Error(string code, string file, string cause, string remedy) =>
        new() { Code = code, Severity = ProblemSeverity.Error, Cause = cause, Remedy = remedy, File = file };
}
