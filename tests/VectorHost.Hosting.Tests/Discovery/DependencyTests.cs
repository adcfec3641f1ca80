using Microsoft.CodeAnalysis;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>What a plugin needs: rows 17, 20, 21, 23 to 28 and 30 of the failure matrix.</summary>
public sealed class DependencyTests : HostingTest
{
    [Test, MatrixRow(26)]
    public void A_missing_library_of_a_base_class_is_found_without_loading_and_names_who_needs_it()
    {
        AddWithLibrary("public sealed class Helper : LibraryType;");

        Assert.That(ScanRejected("VH1303").Cause, Does.Contain("'Library'").And.Contain("'Alpha'"));
    }

    [Test, MatrixRow(27)]
    public void A_missing_library_that_one_method_body_needs_is_found_without_calling_it()
    {
        AddWithLibrary("public class Helper { public object Get() => new LibraryType(); }");

        ScanRejected("VH1303");
    }

    [Test, MatrixRow(26)]
    public void A_library_that_a_library_needs_is_found_to_be_missing_too()
    {
        var deep = new PluginBuild("Deep") { Source = "public class DeepType;" };
        var library = new PluginBuild("Library") { Source = "public class LibraryType { public object Get() => new DeepType(); }", References = [deep.ToReference()] };
        library.WriteTo(Folder.At("plugins/Alpha"));
        AddWithLibrary("public class Helper : LibraryType;", library);

        Assert.That(ScanRejected("VH1303").Cause, Does.Contain("'Deep'").And.Contain("'Library'"));
    }

    [Test, MatrixRow(30)]
    public void A_library_that_only_the_host_has_is_missing_for_the_plugin()
    {
        MetadataReference framework = MetadataReference.CreateFromFile(typeof(TestAttribute).Assembly.Location);
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.Store("alpha", "public object Test => new NUnit.Framework.TestAttribute();"),
            References = [framework],
        });

        Assert.That(ScanRejected("VH1303").Cause, Does.Contain("nunit.framework"));
    }

    [Test, MatrixRow(24)]
    public void A_library_beside_the_plugin_is_found_without_a_manifest_but_with_a_warning()
    {
        var library = new PluginBuild("Library") { Source = "public class LibraryType;" };
        library.WriteTo(Folder.At("plugins/Alpha"));
        AddWithLibrary("public class Helper : LibraryType;", library);

        PluginDescriptor plugin = ScanOne();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(plugin.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "VH1307" }));
    }

    [Test, MatrixRow(24)]
    public void A_plugin_without_libraries_needs_no_manifest()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        Assert.That(ScanOne().Problems, Is.Empty);
    }

    [Test, MatrixRow(28)]
    public void A_library_older_than_referenced_is_rejected_with_both_versions()
    {
        new PluginBuild("Library") { Source = "public class LibraryType;", Version = new Version(1, 0, 0, 0) }.WriteTo(Folder.At("plugins/Alpha"));
        AddWithLibrary("public class Helper : LibraryType;", new PluginBuild("Library") { Source = "public class LibraryType;", Version = new Version(2, 5, 0, 0) });

        Assert.That(ScanRejected("VH1304").Cause, Does.Contain("1.0.0.0").And.Contain("2.5.0.0"));
    }

    [Test, MatrixRow(28)]
    public void A_library_newer_than_referenced_is_fine()
    {
        new PluginBuild("Library") { Source = "public class LibraryType;", Version = new Version(3, 0, 0, 0) }.WriteTo(Folder.At("plugins/Alpha"));
        AddWithLibrary("public class Helper : LibraryType;", new PluginBuild("Library") { Source = "public class LibraryType;", Version = new Version(2, 5, 0, 0) });

        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    [Test, MatrixRow(8)]
    public void A_library_for_another_processor_is_rejected()
    {
        new PluginBuild("Library") { Source = "public class LibraryType;", Platform = Platform.Arm64 }.WriteTo(Folder.At("plugins/Alpha"));
        AddWithLibrary("public class Helper : LibraryType;");

        Assert.That(ScanRejected("VH1103").File, Does.EndWith("Library.dll"));
    }

    [Test]
    public void A_damaged_library_is_named()
    {
        Folder.Write("plugins/Alpha/Library.dll", "text");
        AddWithLibrary("public class Helper : LibraryType;");

        Assert.That(ScanRejected("VH1101").File, Does.EndWith("Library.dll"));
    }

    [Test]
    public void Files_that_nobody_references_may_be_anything()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        Folder.Write("plugins/Alpha/native.dll", "text");

        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    [TestCase("{ \"runtimeTarget\": ,", "line 1")]
    [TestCase("{\n\n  oops", "line 3")]
    [TestCase("[]", "of the wrong kind")]
    [TestCase("{}", "no runtime target")]
    [TestCase("{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{}}", "no target 'x'")]
    [TestCase("{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{\"x\":{\"L/1\":{\"runtime\":7}}}}", "of the wrong kind")]
    [MatrixRow(20), MatrixRow(23)]
    public void A_malformed_manifest_is_rejected_with_its_place(string manifest, string expected)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        string file = Folder.Write("plugins/Alpha/Alpha.deps.json", manifest);

        PluginProblem problem = ScanRejected("VH1301");

        Assert.That(problem.Cause, Does.Contain(file).And.Contain(expected));
    }

    [Test, MatrixRow(20)]
    public void A_manifest_with_a_byte_order_mark_is_read()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("\uFEFF", "\"Alpha/1.0.0\": { \"runtime\": { \"Alpha.dll\": {} } }");

        Assert.That(ScanOne().Problems, Is.Empty);
    }

    [Test, MatrixRow(20)]
    public void A_manifest_that_no_build_would_write_for_its_size_is_refused_unread()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", "");
        using (FileStream manifest = File.OpenWrite(Folder.At("plugins/Alpha/Alpha.deps.json")))
        {
            manifest.SetLength(11 * 1024 * 1024);
        }

        Assert.That(ScanRejected("VH1301").Cause, Does.Contain("11534336 bytes"));
    }

    [Test, MatrixRow(20)]
    public void What_a_later_build_adds_to_a_manifest_is_passed_over()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", """
            "Alpha/1.0.0": { "future": { "Gone.dll": {} }, "runtime": { "Alpha.dll": { "future": [1, 2] } } }
            """);

        Assert.That(ScanOne().Problems, Is.Empty);
    }

    [TestCase("text", "text file"), MatrixRow(21)]
    [TestCase("\u0001\u0002\u0003", "data of an unknown kind")]
    public void A_listed_file_that_is_no_library_is_none_when_it_is_needed(string content, string kind)
    {
        Folder.Write("plugins/Alpha/Library.txt", content);
        AddWithLibrary("public class Helper : LibraryType;");
        WriteManifest("", "\"Library/1.0.0\": { \"runtime\": { \"Library.txt\": {} } }");

        Assert.That(ScanRejected("VH1101").Cause, Does.Contain("Library.txt").And.Contain(kind));
    }

    [Test, MatrixRow(22)]
    public void Where_manifest_and_assembly_disagree_about_the_version_the_assembly_rules()
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), Version = new Version(1, 2, 0, 0) });
        WriteManifest("", "\"Alpha/9.9.9\": { \"runtime\": { \"Alpha.dll\": { \"assemblyVersion\": \"9.9.9.0\" } } }");

        PluginDescriptor plugin = ScanOne();

        Assert.That((plugin.State, plugin.Version), Is.EqualTo((PluginState.Ready, new Version(1, 2, 0, 0))));
    }

    [Test, MatrixRow(22)]
    public void The_manifest_of_another_plugin_is_refused_with_what_it_lists()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", "\"Beta/2.0.0\": { \"runtime\": { \"Beta.dll\": {} } }");

        Assert.That(ScanRejected("VH1302").Cause, Does.Contain("Beta.dll").And.Contain("Beta/2.0.0").And.Contain("Alpha.deps.json"));
    }

    [Test, MatrixRow(22)]
    public void Backends_come_from_the_attribute_and_from_no_name_of_a_file()
    {
        Add("Alpha", PluginSource.Store("something-else"));

        Assert.That(ScanOne().Backends.Single().Name, Is.EqualTo("something-else"));
    }

    [Test, MatrixRow(25)]
    public void A_file_that_the_manifest_lists_and_that_is_missing_rejects_the_plugin_with_its_package()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", "\"Some.Package/4.5.6\": { \"runtime\": { \"lib/net8.0/Some.Package.dll\": { \"assemblyVersion\": \"4.0.0.0\" } } }");

        PluginProblem problem = ScanRejected("VH1302");

        Assert.That(problem.Cause, Does.Contain("Some.Package/4.5.6").And.Contain("Some.Package.dll"));
        Assert.That(problem.Remedy, Does.Contain("EnableDynamicLoading"));
    }

    [Test, MatrixRow(25), MatrixRow(56)]
    public void Native_files_are_missed_for_this_platform_and_for_no_other()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        string other = OperatingSystem.IsWindows() ? "linux-x64" : "win-x64";
        WriteManifest("", $$"""
            "N/1": { "runtimeTargets": { "runtimes/{{other}}/native/n.dll": { "rid": "{{other}}", "assetType": "native" } } }
            """);
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));

        string own = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        WriteManifest("", $$"""
            "N/1": { "runtimeTargets": { "runtimes/{{own}}/native/n.so": { "rid": "{{own}}", "assetType": "native" } } }
            """);
        Assert.That(ScanRejected("VH1302").Cause, Does.Contain(own));
    }

    [Test]
    public void Shared_assemblies_may_be_listed_without_being_there()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", "\"VectorHost.Abstractions/1.0.0\": { \"runtime\": { \"VectorHost.Abstractions.dll\": {} } }");

        Assert.That(ScanOne().Problems, Is.Empty);
    }

    [TestCase("../x.dll")]
    [TestCase("lib/../../x.dll")]
    [TestCase("/x.dll")]
    [TestCase("C:/x.dll")]
    [TestCase("..\\\\x.dll")]
    [TestCase("\\\\\\\\server\\\\x.dll")]
    [TestCase("~/x.dll")]
    [TestCase("https://host/x.dll")]
    [MatrixRow(21)]
    public void A_manifest_path_that_leaves_the_plugin_is_refused(string path)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        WriteManifest("", $"\"X/1\": {{ \"runtime\": {{ \"{path}\": {{}} }} }}");

        ScanRejected("VH1309");
    }

    [Test, MatrixRow(9)]
    public void A_reference_to_a_newer_runtime_than_this_is_rejected_even_where_the_plugin_does_not_say_so()
    {
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.Store("alpha", "public object Future => new Future();"),
            TargetFramework = null,
            References = [Reference("System.Net.Http.Json", "public class Future;", new Version(99, 0, 0, 0))],
        });

        Assert.That(ScanRejected("VH1305").Cause, Does.Contain("99.0.0.0"));
    }

    private void AddWithLibrary(string helper, PluginBuild? library = null) => Add(new PluginBuild("Alpha")
    {
        Source = PluginSource.Store("alpha", outside: helper),
        References = [(library ?? new PluginBuild("Library") { Source = "public class LibraryType;" }).ToReference()],
    });

    private void WriteManifest(string start, string libraries) => Folder.Write("plugins/Alpha/Alpha.deps.json",
        $$"""{{start}}{ "runtimeTarget": { "name": "net" }, "targets": { "net": { {{libraries}} } }, "libraries": {} }""");
}
