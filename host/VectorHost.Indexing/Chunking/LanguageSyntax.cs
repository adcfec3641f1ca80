namespace VectorHost.Indexing.Chunking;

/// <summary>The little that must be known of a language to see where its comments, strings and statements end.</summary>
internal sealed record LanguageSyntax
{
    private static readonly LanguageSyntax CLike = new()
    {
        LineComment = "//",
        BlockCommentStart = "/*",
        BlockCommentEnd = "*/",
        QuotesCharacters = true,
    };

    private static readonly LanguageSyntax WithSemicolons = CLike with { EndsStatements = true };

    private static readonly LanguageSyntax Hash = new() { LineComment = "#" };

    private static readonly LanguageSyntax Dashes = new() { LineComment = "--" };

    private static readonly LanguageSyntax Lisp = new() { LineComment = ";", QuotesCharacters = true };

    private static readonly LanguageSyntax Percent = new() { LineComment = "%" };

    private static readonly LanguageSyntax Unknown = new();

    /// <summary>How texts of the language are built.</summary>
    public TextKind Kind { get; private init; } = TextKind.Code;

    /// <summary>What begins a comment that ends with the line; empty for none.</summary>
    public string LineComment { get; private init; } = "";

    /// <summary>What begins a comment that may have many lines; empty for none.</summary>
    public string BlockCommentStart { get; private init; } = "";

    /// <summary>What ends it.</summary>
    public string BlockCommentEnd { get; private init; } = "";

    /// <summary>Whether an apostrophe quotes one character, not a string, and may stand alone.</summary>
    public bool QuotesCharacters { get; private init; }

    /// <summary>Whether three quotes begin a string of many lines.</summary>
    public bool HasTripleQuotes { get; private init; }

    /// <summary>Whether a backtick begins a string of many lines.</summary>
    public bool HasBackticks { get; private init; }

    /// <summary>Whether statements end with a semicolon or a brace.</summary>
    public bool EndsStatements { get; private init; }

    /// <summary>Whether <c>@name</c> above a definition belongs to it.</summary>
    public bool HasAtAttributes { get; private init; }

    /// <summary>Whether <c>[…]</c> on a line of its own belongs to the definition below.</summary>
    public bool HasBracketAttributes { get; private init; }

    /// <summary>Whether <c>#</c> at the start of a line is for a preprocessor.</summary>
    public bool HasPreprocessor { get; private init; }

    /// <summary>The syntax of a language.</summary>
    /// <param name="language">The language, as <see cref="Repositories.LanguageDetector"/> names it.</param>
    public static LanguageSyntax Of(string language) => language switch
    {
        "c" or "cpp" or "cuda" or "objective-c" or "glsl" or "hlsl" or "metal" => WithSemicolons with { HasPreprocessor = true, HasBracketAttributes = true },
        "csharp" => WithSemicolons with { HasPreprocessor = true, HasBracketAttributes = true, HasTripleQuotes = true },
        "java" => WithSemicolons with { HasAtAttributes = true, HasTripleQuotes = true },
        "dart" => WithSemicolons with { HasAtAttributes = true, HasTripleQuotes = true, QuotesCharacters = false },
        "php" => WithSemicolons with { QuotesCharacters = false },
        "solidity" or "d" or "verilog" => WithSemicolons,
        "rust" or "zig" or "odin" or "proto" or "thrift" or "wgsl" or "fsharp" => CLike with { HasTripleQuotes = language == "fsharp", HasBracketAttributes = language == "fsharp" },
        "go" => CLike with { HasBackticks = true },
        "kotlin" or "scala" or "swift" or "groovy" => CLike with { HasTripleQuotes = true, HasAtAttributes = true },
        "javascript" or "typescript" => CLike with { HasBackticks = true, HasAtAttributes = true, QuotesCharacters = false },
        "vue" or "svelte" or "astro" or "razor" => CLike with { HasBackticks = true, QuotesCharacters = false },
        "python" or "cython" or "mojo" or "starlark" => Hash with { HasTripleQuotes = true, HasAtAttributes = true },
        "elixir" => Hash with { HasTripleQuotes = true, HasAtAttributes = true },
        "julia" or "gdscript" => Hash with { HasTripleQuotes = true },
        "ruby" or "crystal" or "shell" or "perl" or "r" or "nim" or "tcl" or "awk" or "makefile" or "cmake" or "dockerfile" or "nix"
            or "coffeescript" or "puppet" or "just" or "meson" or "gherkin" => Hash,
        "powershell" => Hash with { BlockCommentStart = "<#", BlockCommentEnd = "#>" },
        "sql" => Dashes with { BlockCommentStart = "/*", BlockCommentEnd = "*/" },
        "lua" => Dashes with { BlockCommentStart = "--[[", BlockCommentEnd = "]]" },
        "haskell" or "elm" or "ada" or "vhdl" => Dashes with { BlockCommentStart = "{-", BlockCommentEnd = "-}", QuotesCharacters = true },
        "ocaml" => Unknown with { BlockCommentStart = "(*", BlockCommentEnd = "*)", QuotesCharacters = true },
        "pascal" => CLike with { BlockCommentStart = "(*", BlockCommentEnd = "*)", QuotesCharacters = false, EndsStatements = false },
        "clojure" or "common-lisp" or "emacs-lisp" or "scheme" or "racket" or "assembly" => Lisp,
        "erlang" or "prolog" or "matlab" => Percent,
        "fortran" => Unknown with { LineComment = "!" },
        "vb" => Unknown with { LineComment = "'", QuotesCharacters = true },
        "vimscript" => Unknown,
        "hcl" or "yaml" or "toml" or "ini" or "graphql" or "ignore" => Hash with { Kind = TextKind.Data },
        "bicep" or "css" or "scss" or "less" or "sass" or "jsonnet" => CLike with { Kind = TextKind.Data },
        "json" or "notebook" => CLike with { Kind = TextKind.Data },
        "xml" or "html" or "handlebars" or "jinja" => Unknown with { Kind = TextKind.Data, BlockCommentStart = "<!--", BlockCommentEnd = "-->" },
        "markdown" => Unknown with { Kind = TextKind.Markdown },
        "csv" => Unknown with { Kind = TextKind.Data },
        _ when Repositories.LanguageDetector.IsProse(language) || language is "typst" or "diff" => Unknown with { Kind = TextKind.Prose },
        _ => CLike,
    };
}
