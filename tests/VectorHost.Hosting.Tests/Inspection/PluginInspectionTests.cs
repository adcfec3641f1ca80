using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Inspection;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Inspection;

public sealed class PluginInspectionTests : HostingTest
{
    [Test]
    public void It_says_of_every_assembly_where_it_comes_from_and_who_needs_it()
    {
        var inner = new PluginBuild("Inner") { Source = "public class InnerType;", Version = new Version(2, 1, 0, 0) };
        var outer = new PluginBuild("Outer") { Source = "public class OuterType : InnerType;", References = [inner.ToReference()] };
        var missing = new PluginBuild("Absent") { Source = "public class AbsentType;" };
        var plugin = new PluginBuild("Acme")
        {
            Source = PluginSource.Store("acme", "public OuterType? Outer { get; } public AbsentType? Absent { get; }"),
            References = [outer.ToReference(), inner.ToReference(), missing.ToReference()],
        };
        string file = plugin.WriteTo(Folder.At("Acme"));
        inner.WriteTo(Folder.At("Acme"));
        outer.WriteTo(Folder.At("Acme"));

        PluginReport report = PluginInspection.Inspect(file);

        Dictionary<string, PluginDependency> byName = report.Dependencies.ToDictionary(dependency => dependency.Name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Dependencies.Select(dependency => dependency.Name), Is.Ordered.Using((IComparer<string>)StringComparer.OrdinalIgnoreCase));
            Assert.That(byName["Inner"].Origin, Is.EqualTo(DependencyOrigin.Plugin));
            Assert.That(byName["Inner"].File, Is.EqualTo(Folder.At("Acme/Inner.dll")));
            Assert.That(byName["Inner"].Needed, Is.EqualTo(new Version(2, 1, 0, 0)));
            Assert.That(byName["Inner"].ReferencedBy, Is.EqualTo(["Outer"]));
            Assert.That(byName["Outer"].ReferencedBy, Is.EqualTo(["Acme"]));
            Assert.That(byName["Absent"].Origin, Is.EqualTo(DependencyOrigin.Missing));
            Assert.That(byName["Absent"].Found, Is.Null);
            Assert.That(byName["VectorHost.Abstractions"].Origin, Is.EqualTo(DependencyOrigin.Host));
            Assert.That(byName["System.Private.CoreLib"].Origin, Is.EqualTo(DependencyOrigin.Runtime));
            Assert.That(byName["System.Private.CoreLib"].Found, Is.GreaterThanOrEqualTo(byName["System.Private.CoreLib"].Needed));
            Assert.That(report.Plugin.State, Is.EqualTo(PluginState.Rejected));
            Assert.That(report.Plugin.Problems.Select(problem => problem.Code), Does.Contain("VH1303"));
        }
    }

    [Test]
    public void It_lists_native_libraries_by_platform()
    {
        string folder = Path.GetDirectoryName(new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Folder.At("Acme")))!;
        Folder.Write("Acme/runtimes/any/native/libone.so", "x");
        Folder.Write("Acme/runtimes/haiku-x64/native/libone.so", "x");
        Folder.Write("Acme/libtwo.so.1", "x");
        Folder.Write("Acme/three.dll", "MZ: not managed");
        Folder.Write("Acme/readme.txt", "x");

        PluginReport report = PluginInspection.Inspect(folder);

        Assert.That(report.Natives, Is.EqualTo(new NativeLibrary[]
        {
            new(null, "libtwo.so.1", IsForThisPlatform: true),
            new("any", "runtimes/any/native/libone.so", IsForThisPlatform: true),
            new("haiku-x64", "runtimes/haiku-x64/native/libone.so", IsForThisPlatform: false),
            new(null, "three.dll", IsForThisPlatform: true),
        }.OrderBy(native => native.Path, StringComparer.Ordinal)));
    }

    [Test]
    public void An_archive_is_inspected_like_a_folder_and_nothing_of_the_unpacking_is_seen()
    {
        string archive = PackageFiles.Pack(Folder.At("acme.zip"), ("Acme.dll", PackageFiles.Plugin("Acme", "acme")), ("Broken.dll", PackageFiles.Text("x")));

        PluginReport report = PluginInspection.Inspect(archive);

        Assert.That(report.Plugin.AssemblyFile, Is.EqualTo(Path.Combine(archive, "Acme.dll")));
        Assert.That(report.Plugin.Problems.Select(problem => problem.ToString()), Has.None.Contains("vectorhost-inspect-"));
        Assert.That(report.Plugin.Backends.Single().Name, Is.EqualTo("acme"));
        Assert.That(report.Plugin.State, Is.EqualTo(PluginState.Ready));
    }

    [Test]
    public void A_library_is_no_plugin_and_text_is_no_library()
    {
        string library = new PluginBuild("Library") { Source = "public class Thing;" }.WriteTo(Folder.At("x"));
        string text = Folder.Write("x/Text.dll", "text");

        Assert.That(PluginInspection.Inspect(library).Plugin.State, Is.EqualTo(PluginState.Ignored));
        Assert.That(PluginInspection.Inspect(text).Plugin.Problems[0].Code, Is.EqualTo("VH1101"));
    }

    [Test]
    public void Nothing_is_loaded()
    {
        string file = new PluginBuild("Acme.NeverLoaded") { Source = PluginSource.Store("acme") }.WriteTo(Folder.At("x"));

        PluginInspection.Inspect(file);

        Assert.That(AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name), Has.None.EqualTo("Acme.NeverLoaded"));
    }
}
