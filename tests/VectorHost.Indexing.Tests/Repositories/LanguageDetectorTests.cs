using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Tests.Repositories;

public sealed class LanguageDetectorTests
{
    [TestCase("src/Program.cs", "", "csharp")]
    [TestCase("a.PY", "", "python")]
    [TestCase("a.tsx", "", "typescript")]
    [TestCase("a.ts", "<?xml version=\"1.0\"?>", "xml")]
    [TestCase("README.md", "", "markdown")]
    [TestCase("README", "", "markdown")]
    [TestCase("Dockerfile", "", "dockerfile")]
    [TestCase("Dockerfile.test", "", "dockerfile")]
    [TestCase("CMakeLists.txt", "", "cmake")]
    [TestCase("notes.txt", "", "text")]
    [TestCase("a.unheard-of", "", "text")]
    [TestCase("a.h", "int f(void);", "c")]
    [TestCase("a.h", "#pragma once\nnamespace a {}", "cpp")]
    [TestCase("a.h", "@interface A", "objective-c")]
    [TestCase("a.m", "function a()", "matlab")]
    [TestCase("a.m", "#import <A.h>", "objective-c")]
    [TestCase("run", "#!/usr/bin/env -S python3.12 -u\n", "python")]
    [TestCase("run", "#!/bin/bash", "shell")]
    [TestCase("run", "#!/opt/unheard-of\n# python", "text")]
    [TestCase("Directory.Build.props", "", "xml")]
    [TestCase(".gitignore", "", "ignore")]
    [TestCase("go.mod", "", "go")]
    public void A_file_has_the_language_of_its_name_or_else_of_its_first_line(string path, string text, string language)
    {
        Assert.That(LanguageDetector.Detect(path, text), Is.EqualTo(language));
    }

    [TestCase("markdown", true)]
    [TestCase("text", true)]
    [TestCase("csharp", false)]
    [TestCase("json", false)]
    public void Prose_is_what_people_read(string language, bool isProse)
    {
        Assert.That(LanguageDetector.IsProse(language), Is.EqualTo(isProse));
    }
}
