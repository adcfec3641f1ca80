namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>How comments are written in a language.</summary>
internal sealed record CommentStyle
{
    private static readonly CommentStyle Slashes = new() { Line = "//", BlockStart = "/*", BlockEnd = "*/", UsesBraces = true };

    private static readonly CommentStyle Hash = new() { Line = "#" };

    /// <summary>What begins a comment that ends with the line.</summary>
    public required string Line { get; init; }

    /// <summary>What begins a comment that may have many lines; empty for none.</summary>
    public string BlockStart { get; private init; } = "";

    /// <summary>What ends it.</summary>
    public string BlockEnd { get; private init; } = "";

    /// <summary>Whether a definition's body begins with a brace, maybe some lines below its name.</summary>
    public bool UsesBraces { get; private init; }

    /// <summary>Whether documentation is the first string inside of a definition.</summary>
    public bool HasDocstrings { get; private init; }

    /// <summary>Whether documentation is a string behind <c>@doc</c>.</summary>
    public bool HasDocAttributes { get; private init; }

    /// <summary>Whether the first word of documentation is the name that it documents.</summary>
    public bool BeginsWithName { get; private init; }

    /// <summary>The style of a language; <see langword="null"/> for what is no code or cannot be mined.</summary>
    /// <param name="language">The language, as the host names it.</param>
    public static CommentStyle? Of(string language) => language switch
    {
        "c" or "cpp" or "csharp" or "cuda" or "dart" or "groovy" or "java" or "javascript" or "kotlin" or "objective-c" or "php"
            or "proto" or "rust" or "scala" or "swift" or "thrift" or "typescript" or "vue" or "zig" => Slashes,
        "go" => Slashes with { BeginsWithName = true },
        "python" or "cython" => Hash with { HasDocstrings = true },
        "elixir" => Hash with { HasDocAttributes = true },
        "ruby" or "shell" or "perl" or "r" or "julia" or "crystal" or "nim" or "tcl" => Hash,
        "powershell" => Hash with { BlockStart = "<#", BlockEnd = "#>", UsesBraces = true },
        "lua" => new() { Line = "--", BlockStart = "--[[", BlockEnd = "]]" },
        "sql" => new() { Line = "--", BlockStart = "/*", BlockEnd = "*/" },
        "haskell" or "elm" => new() { Line = "--", BlockStart = "{-", BlockEnd = "-}" },
        "erlang" => new() { Line = "%" },
        "clojure" or "emacs-lisp" or "common-lisp" => new() { Line = ";" },
        _ => null,
    };
}
