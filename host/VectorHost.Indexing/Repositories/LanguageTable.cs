namespace VectorHost.Indexing.Repositories;

/// <summary>The languages that are told apart: each line is a language, then what belongs to it.</summary>
internal static class LanguageTable
{
    public const string Extensions = """
        ada .adb .ads
        asciidoc .adoc .asciidoc
        assembly .asm .s
        astro .astro
        awk .awk
        batch .bat .cmd
        bicep .bicep
        c .c .h
        clojure .clj .cljs .cljc .edn
        cmake .cmake
        cobol .cob .cbl
        coffeescript .coffee
        common-lisp .lisp .lsp .cl
        cpp .cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .inl .ipp .tpp .ixx .cppm
        crystal .cr
        csharp .cs .csx
        css .css
        csv .csv .tsv
        cuda .cu .cuh
        cython .pyx .pxd
        d .d
        dart .dart
        diff .diff .patch
        dockerfile .dockerfile
        elixir .ex .exs
        elm .elm
        emacs-lisp .el
        erlang .erl .hrl
        fortran .f .for .f90 .f95 .f03
        fsharp .fs .fsi .fsx
        gherkin .feature
        glsl .glsl .vert .frag .comp
        go .go
        graphql .graphql .gql
        groovy .groovy .gradle
        handlebars .hbs .handlebars
        haskell .hs .lhs
        hcl .tf .tfvars .hcl
        hlsl .hlsl .fx
        html .html .htm .xhtml
        ini .ini .cfg .conf .properties .editorconfig
        java .java
        javascript .js .mjs .cjs .jsx
        jinja .j2 .jinja .jinja2
        json .json .jsonc .json5 .jsonl .ndjson .geojson .webmanifest
        jsonnet .jsonnet .libsonnet
        julia .jl
        kotlin .kt .kts
        latex .tex .sty .cls .bib
        less .less
        lua .lua
        makefile .mk .mak
        markdown .md .markdown .mdown .mdx .mkd
        matlab .m
        meson .wrap
        metal .metal
        mojo .mojo
        nim .nim .nims
        nix .nix
        notebook .ipynb
        objective-c .mm
        ocaml .ml .mli
        odin .odin
        org .org
        pascal .pas .pp .dpr
        perl .pl .pm
        php .php .phtml
        powershell .ps1 .psm1 .psd1
        prolog .pro
        proto .proto
        puppet .epp
        python .py .pyi .pyw
        r .r .rmd
        racket .rkt
        razor .razor .cshtml
        restructuredtext .rst
        ruby .rb .rake .gemspec .ru
        rust .rs
        sass .sass
        scala .scala .sc .sbt
        scheme .scm .ss
        scss .scss
        shell .sh .bash .zsh .ksh .fish .bats
        smalltalk .st
        solidity .sol
        sql .sql .psql .ddl
        starlark .bzl .bazel .star
        svelte .svelte
        swift .swift
        tcl .tcl
        text .txt .log
        thrift .thrift
        toml .toml
        typescript .ts .tsx .mts .cts
        typst .typ
        vb .vb .vbs .bas
        verilog .v .sv .svh
        vhdl .vhd .vhdl
        vimscript .vim
        vue .vue
        wgsl .wgsl
        xml .xml .xsd .xsl .xslt .csproj .fsproj .vbproj .vcxproj .props .targets .nuspec .resx .xaml .axaml .slnx .plist .wsdl .ruleset .config .storyboard .xib
        yaml .yaml .yml
        zig .zig .zon
        """;

    public const string Names = """
        cmake CMakeLists.txt
        dockerfile Dockerfile Containerfile
        go go.mod go.work
        groovy Jenkinsfile
        ignore .gitignore .dockerignore .npmignore .vectorhostignore .eslintignore .prettierignore
        ini .gitconfig .gitattributes .gitmodules .npmrc .env
        json .babelrc .eslintrc .prettierrc
        just justfile Justfile .justfile
        makefile Makefile makefile GNUmakefile
        markdown README CHANGELOG CONTRIBUTING
        meson meson.build meson_options.txt meson.options
        ruby Rakefile Gemfile Podfile Vagrantfile Brewfile Fastfile
        shell .bashrc .bash_profile .profile .zshrc .zprofile
        starlark BUILD WORKSPACE Tiltfile
        text LICENSE COPYING NOTICE AUTHORS requirements.txt
        toml Pipfile
        vimscript .vimrc
        """;

    public const string Interpreters = """
        awk awk gawk mawk
        elixir elixir
        groovy groovy
        javascript node nodejs bun
        julia julia
        lua lua luajit
        makefile make
        perl perl
        php php
        powershell pwsh powershell
        python python pypy
        r Rscript
        ruby ruby
        shell sh bash zsh ksh dash ash fish
        tcl tclsh wish
        typescript deno ts-node tsx
        """;

    /// <summary>Reads one of the tables into what belongs to a language, whatever its case, and the language.</summary>
    /// <remarks>
    /// Every search reads it. By loops, into a plain dictionary, since queries over pairs are compiled anew in every run, and
    /// preparing a frozen one takes longer than all that a search looks up in it.
    /// </remarks>
    public static Dictionary<string, string> Read(string table)
    {
        Dictionary<string, string> languages = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in table.Split('\n'))
        {
            string[] words = line.Split(' ');
            for (int i = 1; i < words.Length; i++)
            {
                languages.TryAdd(words[i], words[0]);
            }
        }

        return languages;
    }
}
