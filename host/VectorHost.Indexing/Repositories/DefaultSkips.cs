namespace VectorHost.Indexing.Repositories;

/// <summary>
/// What nobody searches for, by name alone. The lists are short on purpose: a folder is named only if tools make it by
/// definition (<c>bin</c> and <c>build</c> are not), because ignore files name the rest. <see cref="WalkOptions.Include"/>
/// overrides all but the folders of version control.
/// </summary>
internal static class DefaultSkips
{
    // Plain sets: to make a frozen one takes longer than all the questions that a search asks it.
    private static readonly HashSet<string> VersionControlNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", ".hg", ".svn", ".bzr", ".jj", ".sl", ".pijul", "_darcs", "CVS",
    };

    private static readonly HashSet<string> ToolFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bower_components", "__pycache__", ".venv", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".gradle", ".terraform", ".vs",
    };

    private static readonly HashSet<string> LockFiles = new(StringComparer.OrdinalIgnoreCase)
    {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "deno.lock",
        "packages.lock.json", "project.assets.json", "paket.lock", "Cargo.lock", "poetry.lock", "Pipfile.lock", "uv.lock", "pdm.lock", "pixi.lock", "conda-lock.yml",
        "go.sum", "go.work.sum", "composer.lock", "Gemfile.lock", "mix.lock", "pubspec.lock", "Podfile.lock", "Package.resolved", "Cartfile.resolved",
        "gradle.lockfile", "flake.lock", ".terraform.lock.hcl", "stack.yaml.lock", "cabal.project.freeze", "MODULE.bazel.lock", "Chart.lock",
    };

    private static readonly string[] MinifiedEndings = [".min.js", ".min.mjs", ".min.cjs", ".min.css", ".bundle.js", ".map"];

    private static readonly string[] GeneratedEndings =
    [
        ".designer.cs", ".designer.vb", ".g.cs", ".g.i.cs", ".g.vb", ".generated.cs", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", "_pb2_grpc.py",
        "_pb.js", "_pb.d.ts", ".g.dart", ".freezed.dart", ".tsbuildinfo",
    ];

    private static readonly HashSet<string> BinaryExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        // Pictures, sound, films, fonts
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".ico", ".icns", ".tif", ".tiff", ".webp", ".avif", ".heic", ".svg", ".psd", ".xcf", ".ai", ".eps",
        ".mp3", ".wav", ".ogg", ".flac", ".m4a", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".ttf", ".otf", ".woff", ".woff2", ".eot",
        // Archives and packages
        ".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar", ".war", ".ear", ".whl", ".egg", ".nupkg", ".snupkg", ".vsix",
        ".apk", ".ipa", ".dmg", ".iso", ".deb", ".rpm", ".msi", ".cab",
        // What compilers make
        ".dll", ".exe", ".so", ".dylib", ".a", ".lib", ".o", ".obj", ".pdb", ".class", ".pyc", ".pyo", ".pyd", ".wasm", ".bin", ".beam",
        // Documents, data, models, keys
        ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".db", ".sqlite", ".sqlite3", ".mdb", ".parquet", ".avro", ".npy", ".npz",
        ".pkl", ".h5", ".onnx", ".pt", ".pth", ".safetensors", ".gguf", ".snk", ".pfx", ".p12", ".jks", ".keystore",
    };

    /// <summary>Whether a file or folder belongs to a version control system.</summary>
    public static bool IsVersionControl(string name) => VersionControlNames.Contains(name);

    /// <summary>Whether a folder is one that a tool fills by itself.</summary>
    public static bool IsToolFolder(string name) => ToolFolders.Contains(name);

    /// <summary>Why a file is skipped for its name; <see langword="null"/> if it is not.</summary>
    public static SkipReason? ForFile(string name)
    {
        if (LockFiles.Contains(name))
        {
            return SkipReason.LockFile;
        }

        if (BinaryExtensions.Contains(Path.GetExtension(name)))
        {
            return SkipReason.Binary;
        }

        return EndsWithAny(name, MinifiedEndings) ? SkipReason.Minified
            : EndsWithAny(name, GeneratedEndings) ? SkipReason.Generated
            : null;
    }

    private static bool EndsWithAny(string name, string[] endings) =>
        Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
