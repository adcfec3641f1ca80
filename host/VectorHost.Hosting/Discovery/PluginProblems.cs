namespace VectorHost.Hosting.Discovery;

/// <summary>Every problem that a plugin, its folder or its backends can have: the one place of codes and words.</summary>
/// <remarks>
/// VH10 files, VH11 the assembly, VH12 backends, VH13 dependencies, VH14 names, VH15 loading and running. VH18
/// reloading. VH16 and VH17, the lock file and installing, are beside what they are about.
/// </remarks>
internal static class PluginProblems
{
    /// <summary>Of the one problem that goes away when the files are read again.</summary>
    public const string ChangedSinceScanCode = "VH1502";

    /// <summary>What the executable, and the default of <see cref="PluginHostOptions.CacheDirectory"/>, go by.</summary>
    private const string OtherCache = "set XDG_CACHE_HOME to a folder of your own";

    public static PluginProblem FolderMissing(string directory) => Note("VH1001", directory,
        $"There is no folder of plugins at '{directory}'.",
        "Create it and put each plugin into it as NAME/NAME.dll.");

    public static PluginProblem FolderIsNotAFolder(string path) => Error("VH1002", path,
        $"The path of the plugins folder, '{path}', is not a folder.",
        "Set vector_store.plugins_dir to the folder that holds the plugins.");

    public static PluginProblem FolderUnreadable(string directory, string reason) => Error("VH1003", directory,
        $"The plugins folder '{directory}' cannot be read: {reason}",
        "Give the user who runs VectorHost the right to read it.");

    public static PluginProblem FolderHasTilde(string path) => Error("VH1004", path,
        $"The path of the plugins folder, '{path}', begins with '~', which only a shell understands.",
        "Write the home folder in full.");

    public static PluginProblem SingleFileHost() => Error("VH1005", AppContext.BaseDirectory,
        "This VectorHost was published as a single file, which cannot load plugins.",
        "Publish it as a folder.");

    public static PluginProblem NoEntryAssembly(string expected, IReadOnlyCollection<string> found) => Error("VH1010", expected,
        $"The plugin has no entry assembly '{Path.GetFileName(expected)}'; its folder holds {Join(found)}.",
        "Give the folder and the plugin's main DLL the same name.");

    public static PluginProblem NotARegularFile(string file) => Error("VH1011", file,
        $"'{file}' is not a regular file.",
        "Replace it by the plugin's DLL; pipes, sockets and devices are never opened.");

    public static PluginProblem LinkTargetMissing(string file, string target) => Error("VH1012", file,
        $"'{file}' is a link to '{target}', which does not exist.",
        "Correct or remove the link.");

    public static PluginProblem LinkLeavesRoot(string file, string target, string root) => Error("VH1013", file,
        $"'{file}' leads to '{target}', outside the plugins folder '{root}'.",
        "Copy the plugin into the plugins folder instead of linking to it.");

    public static PluginProblem LinkLoop(string file) => Error("VH1014", file,
        $"'{file}' is a link that leads round in a circle.",
        "Correct or remove the link.");

    public static PluginProblem Unreadable(string file, string reason) => Error("VH1015", file,
        $"'{file}' cannot be read: {reason}",
        "Give the user who runs VectorHost the right to read it.");

    public static PluginProblem SecondWay(string file, string first) => Note("VH1016", file,
        $"'{file}' leads to the same plugin as '{first}', which is used.",
        "Remove one of the two if that was not intended.");

    public static PluginProblem LinkedFolderSkipped(string directory) => Warning("VH1017", directory,
        $"'{directory}' is a linked folder inside a plugin and was not followed.",
        "Copy the folder into the plugin.");

    public static PluginProblem NotAnAssembly(string file, string looksLike) => Error("VH1101", file,
        $"'{file}' is not a .NET assembly: it looks like {looksLike}.",
        "Replace it by the DLL that the plugin's build made.");

    public static PluginProblem Damaged(string file, string reason) => Error("VH1102", file,
        $"'{file}' is damaged: {reason}",
        "Copy it again from the plugin's build.");

    public static PluginProblem WrongArchitecture(string file, string builtFor, string host) => Error("VH1103", file,
        $"'{file}' was built for {builtFor}, and this host runs on {host}.",
        "Get the plugin for this platform, or one built for any CPU.");

    public static PluginProblem WrongFramework(string file, string builtFor, string host) => Error("VH1104", file,
        $"'{file}' was built for {builtFor}, and this host runs on {host}.",
        "Build the plugin for the host's framework, or an older .NET.");

    public static PluginProblem ReferenceAssembly(string file) => Error("VH1105", file,
        $"'{file}' is a reference assembly, which describes code and holds none.",
        "Use the implementation from the plugin's publish folder, not from 'ref'.");

    public static PluginProblem NetStandard(string file, string builtFor) => Warning("VH1106", file,
        $"'{file}' was built for {builtFor}, for which a publish may pick the wrong files of a dependency.",
        "Build the plugin for .NET 10.");

    public static PluginProblem NotAPlugin(string file, bool alone) => new()
    {
        Code = "VH1110",
        Severity = alone ? ProblemSeverity.Note : ProblemSeverity.Error,
        Cause = $"'{file}' is not a VectorHost plugin: no class in it carries [VectorStoreBackend].",
        Remedy = alone
            ? "Nothing needs to be done if it is only a library; a plugin's libraries belong into its own folder."
            : "Put the attribute on the class that implements IVectorStore, and build again.",
        File = file,
    };

    public static PluginProblem ForeignAttribute(string file, string origin) => Error("VH1111", file,
        $"'{file}' has an attribute named VectorStoreBackendAttribute that is not ours: it comes from '{origin}'.",
        "Reference VectorHost.Abstractions and use its attribute.");

    public static PluginProblem NewerContract(string file, Version needs, Version offers) => Error("VH1112", file,
        $"'{file}' needs contract {needs.ToString(2)}, and this host offers {offers.ToString(2)}.",
        "Upgrade VectorHost, or build the plugin against the older contract.");

    public static PluginProblem OtherContract(string file, Version needs, Version offers) => Error("VH1113", file,
        $"'{file}' was built for contract {needs.ToString(2)}, and this host offers {offers.ToString(2)}, which is not compatible.",
        needs.Major > offers.Major ? "Upgrade VectorHost." : "Get a newer version of the plugin.");

    public static PluginProblem ReferencesHost(string file, string assembly) => Error("VH1114", file,
        $"'{file}' references '{assembly}', a part of the host that is not for plugins.",
        "Reference VectorHost.Abstractions alone.");

    public static PluginProblem InvalidName(string file, string type, string name) => Error("VH1201", file,
        $"The backend name '{name}' of {type} is not valid.",
        "Use 1 to 64 ASCII letters, digits, '-' and '_'.");

    public static PluginProblem DuplicateName(string file, string name, string first, string second) => Error("VH1202", file,
        $"The backend name '{name}' is claimed twice, by {first} and by {second}.",
        "Give every backend of a plugin a name of its own; case does not matter.");

    public static PluginProblem NotPublic(string file, string type) => Error("VH1203", file,
        $"The backend class {type} is not public.",
        "Make it public, and every class around it.");

    public static PluginProblem NotAClass(string file, string type, string kind) => Error("VH1204", file,
        $"The backend class {type} is {kind}, so nothing can be made of it.",
        "Put [VectorStoreBackend] on a class that can be created.");

    public static PluginProblem Generic(string file, string type) => Error("VH1205", file,
        $"The backend class {type} has type parameters, which the host cannot fill in.",
        "Put [VectorStoreBackend] on a class without type parameters.");

    public static PluginProblem NotAStore(string file, string type) => Error("VH1206", file,
        $"The backend class {type} does not implement VectorHost.Abstractions.IVectorStore.",
        "Implement the interface.");

    public static PluginProblem WrongConstructor(string file, string type, string found) => Error("VH1207", file,
        $"The backend class {type} has {found}.",
        "Give it exactly one public constructor, which takes a VectorHost.Abstractions.VectorStoreContext and nothing else.");

    public static PluginProblem MalformedManifest(string file, string reason) => Error("VH1301", file,
        $"'{file}' cannot be understood: {reason}",
        "Copy it again from the plugin's build.");

    public static PluginProblem ListedFileMissing(string file, string library, string manifest) => Error("VH1302", file,
        $"'{file}' of {library} is listed in '{Path.GetFileName(manifest)}' and is not there.",
        "Copy the whole publish folder; build with EnableDynamicLoading so that dependencies are in it.");

    public static PluginProblem MissingDependency(string file, string assembly, string referencedBy) => Error("VH1303", file,
        $"The assembly '{assembly}', which {referencedBy} references, is neither in the plugin's folder nor in the runtime.",
        "Copy it beside the plugin; build with EnableDynamicLoading so that dependencies are in the output.");

    public static PluginProblem DependencyTooOld(string file, string assembly, Version found, Version needed, string referencedBy) =>
        Error("VH1304", file,
            $"The plugin brings '{assembly}' {found}, and {referencedBy} needs {needed}.",
            "Copy the newer version beside the plugin.");

    public static PluginProblem HostTooOld(string file, string assembly, Version found, Version needed, string referencedBy) =>
        Error("VH1305", file,
            $"{referencedBy} needs '{assembly}' {needed}, and the host has {found}, which every plugin shares.",
            "Upgrade VectorHost, or build the plugin against the older version.");

    public static PluginProblem ShipsShared(string file) => Warning("VH1306", file,
        $"The plugin brings its own copy of '{Path.GetFileNameWithoutExtension(file)}', which is ignored: it always comes from the host.",
        "Reference it with Private=\"false\" and ExcludeAssets=\"runtime\".");

    public static PluginProblem NoManifest(string expected) => Warning("VH1307", expected,
        $"The plugin has libraries but no '{Path.GetFileName(expected)}', so they are found by file name alone.",
        "Copy the .deps.json from the plugin's build.");

    public static PluginProblem PathLeavesPlugin(string manifest, string path) => Error("VH1309", manifest,
        $"'{Path.GetFileName(manifest)}' lists '{path}', which leaves the plugin's folder.",
        "Copy the .deps.json again from the plugin's build.");

    public static PluginProblem UnknownBackend(string directory, string message, string remedy) =>
        Error("VH1401", directory, message, remedy);

    public static PluginProblem AmbiguousBackend(string name, PluginDescriptor first, PluginDescriptor second) => Error("VH1402", first.AssemblyFile,
        $"Vector store backend '{name}' is provided by two plugins: '{first.AssemblyFile}' ({first.Version}) and '{second.AssemblyFile}' ({second.Version}).",
        $"Remove one of them from the plugins folder, or choose one: set vector_store.pins.{name} to {first.Name} or {second.Name}.");

    public static PluginProblem MispinnedBackend(string file, string name, string pin, string reason, string others) => Error("VH1404", file,
        $"Vector store backend '{name}' is pinned to the plugin '{pin}', {reason}. {others}.",
        $"Correct or remove vector_store.pins.{name}.");

    public static PluginProblem RequiredMissing(string directory, int count, string reasons) => Error("VH1403", directory,
        $"{(count == 1 ? "A vector store backend that is required cannot be used." : $"{count} vector store backends that are required cannot be used.")} {reasons}",
        "Put the plugins right ('vectorhost backends' shows all of them), or take the names out of vector_store.required.");

    public static PluginProblem CacheNotWritable(string directory, string reason) => Error("VH1501", directory,
        $"The plugin cache '{directory}' cannot be written: {reason}",
        $"Make room or give write access there, or {OtherCache}.");

    public static PluginProblem CopyUnreadable(string directory, string reason) => Error("VH1509", directory,
        $"The copy of the plugin in '{directory}' cannot be read: {reason}",
        "Try again; if that does not help, remove the folder, which is made anew.");

    public static PluginProblem CacheNotPrivate(string directory, string reason) => Error("VH1507", directory,
        $"Plugins are run from the cache folder '{directory}', and {reason}.",
        $"Remove it if you can, since it is made again, or {OtherCache}.");

    public static PluginProblem NoHome(string directory, string reason) => Error("VH1508", directory,
        $"You have no home folder, and '{directory}' cannot take its place: {reason}.",
        "Set HOME to a folder of your own.");

    public static PluginProblem ChangedSinceScan(string file) => Error(ChangedSinceScanCode, file,
        $"The files of the plugin '{file}' changed while it was being read.",
        "Wait until the copy is complete and try again.");

    public static PluginProblem LoadFailed(string file, string reason) => Error("VH1503", file,
        $"The plugin '{file}' could not be loaded: {reason}",
        "Check that the plugin's folder is complete and was built for this platform.");

    public static PluginProblem ConstructorFailed(string file, string backend, string reason) => Error("VH1504", file,
        $"The backend '{backend}' could not be created: {reason}",
        "This is a fault in the plugin, or in its settings; tell its author.");

    public static PluginProblem ConstructorHung(string file, string backend, TimeSpan timeout) => Error("VH1505", file,
        $"The backend '{backend}' was not created within {timeout.TotalSeconds:0.###} seconds and was given up.",
        "This is a fault in the plugin: connecting belongs into ConnectAsync.");

    public static PluginProblem Faulted(string file, string reason) => Error("VH1506", file,
        $"The plugin '{file}' cannot work in this process, since an initialiser of it failed: {reason}",
        "Correct the cause and start VectorHost again.");

    public static PluginProblem NeverSettled(string directory, TimeSpan timeout) => Error("VH1801", directory,
        $"The files of '{directory}' went on changing for {timeout.TotalSeconds:0.###} seconds.",
        "Wait until whatever writes them is done; a plugin must not write into its own folder.");

    public static PluginProblem BackendGone(string file, string backend) => Error("VH1802", file,
        $"The new version of '{file}' does not provide the backend '{backend}', which is in use.",
        "Keep the backend's name, or start VectorHost again without it.");

    public static PluginProblem SuccessorFailed(string file, string backend, string reason) => Error("VH1803", file,
        $"The new version of '{file}' does not get the backend '{backend}' to work: {reason}",
        "Correct that and replace the plugin's files again.");

    private static PluginProblem Note(string code, string file, string cause, string remedy) =>
        Create(code, ProblemSeverity.Note, file, cause, remedy);

    private static PluginProblem Warning(string code, string file, string cause, string remedy) =>
        Create(code, ProblemSeverity.Warning, file, cause, remedy);

    private static PluginProblem Error(string code, string file, string cause, string remedy) =>
        Create(code, ProblemSeverity.Error, file, cause, remedy);

    private static PluginProblem Create(string code, ProblemSeverity severity, string file, string cause, string remedy) =>
        new() { Code = code, Severity = severity, Cause = remedy.Length == 0 ? cause : AsSentence(cause), Remedy = remedy, File = file };

    /// <summary>Many causes end with the words of the system or of a plugin, some of these with a path; the remedy follows.</summary>
    private static string AsSentence(string cause) => cause[^1] is '.' or '!' or '?' ? cause : cause + '.';

    private static string Join(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "no DLL" : string.Join(", ", names.Take(5)) + (names.Count > 5 ? ", …" : "");
}
