using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>What the attribute is on, and what it says: rows 37 to 39, 51 and 52 of the failure matrix.</summary>
public sealed class BackendTypeTests : HostingTest
{
    [TestCase("internal sealed class Store(VectorStoreContext c) : Stubs.StubStore", "VH1203")]
    [TestCase("public abstract class Store(VectorStoreContext c) : Stubs.StubStore", "VH1204")]
    [TestCase("public static class Store", "VH1204")]
    [TestCase("public sealed class Store<T>(VectorStoreContext c) : Stubs.StubStore", "VH1205")]
    [TestCase("public sealed class Store(VectorStoreContext c)", "VH1206")]
    [TestCase("public sealed class Store(VectorStoreContext c) : List<int>", "VH1206")]
    [TestCase("public sealed class Store : Stubs.StubStore", "VH1207")]
    [TestCase("public sealed class Store(string c) : Stubs.StubStore", "VH1207")]
    [TestCase("public sealed class Store(VectorStoreContext c, int more) : Stubs.StubStore", "VH1207")]
    [TestCase("public sealed class Store(VectorStoreContext[] c) : Stubs.StubStore", "VH1207")]
    [MatrixRow(37), MatrixRow(38), MatrixRow(39)]
    public void A_class_of_which_no_store_can_be_made_is_rejected_with_its_reason(string declaration, string code)
    {
        AddClass($"[VectorStoreBackend(\"alpha\")] {declaration} {{ }}");

        Assert.That(ScanRejected(code).Cause, Does.Contain("Plugin.Store"));
    }

    [TestCase("public Store(VectorStoreContext c) { } public Store() { }", "2 public constructors")]
    [TestCase("internal Store(VectorStoreContext c) { }", "no public constructor")]
    [MatrixRow(38), MatrixRow(39)]
    public void Constructors_must_be_exactly_one_public_one(string constructors, string found)
    {
        AddClass($"[VectorStoreBackend(\"alpha\")] public sealed class Store : Stubs.StubStore {{ {constructors} }}");

        PluginProblem problem = ScanRejected("VH1207");

        Assert.That(problem.Cause, Does.Contain(found));
        Assert.That(problem.Remedy, Does.Contain("VectorStoreContext"));
    }

    [Test, MatrixRow(39)]
    public void A_private_constructor_beside_the_public_one_is_the_authors_business()
    {
        AddClass("[VectorStoreBackend(\"alpha\")] public sealed class Store : Stubs.StubStore { public Store(VectorStoreContext c) { } private Store(int x) { } static Store() { } }");

        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    [TestCase("private", "VH1203")]
    [TestCase("internal", "VH1203")]
    [TestCase("public", null)]
    [MatrixRow(37), MatrixRow(38)]
    public void A_nested_class_is_as_public_as_all_around_it(string visibility, string? code)
    {
        AddClass($"public class Outer {{ [VectorStoreBackend(\"alpha\")] {visibility} sealed class Store(VectorStoreContext c) : Stubs.StubStore; }}");

        if (code is null)
        {
            Assert.That(ScanOne().Backends.Single().TypeName, Is.EqualTo("Plugin.Outer+Store"));
            Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
        }
        else
        {
            ScanRejected(code);
        }
    }

    [Test, MatrixRow(37)]
    public void The_interface_may_come_from_a_generic_base_class_in_a_library_of_the_plugin()
    {
        var library = new PluginBuild("Bases") { Source = $"{PluginSource.StubStore} namespace Stubs {{ public abstract class Generic<T> : StubStore; }}" };
        library.WriteTo(Folder.At("plugins/Alpha"));
        Add(new PluginBuild("Alpha")
        {
            Source = "using VectorHost.Abstractions; [VectorStoreBackend(\"alpha\")] public sealed class Store(VectorStoreContext c) : Stubs.Generic<int>;",
            References = [library.ToReference()],
        });

        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready), () => string.Join("; ", ScanOne().Problems));
    }

    [Test, MatrixRow(37)]
    public void A_base_class_in_a_library_that_is_no_store_is_seen_through()
    {
        var library = new PluginBuild("Bases") { Source = "public abstract class Base;" };
        library.WriteTo(Folder.At("plugins/Alpha"));
        Add(new PluginBuild("Alpha")
        {
            Source = "using VectorHost.Abstractions; [VectorStoreBackend(\"alpha\")] public sealed class Store(VectorStoreContext c) : Base;",
            References = [library.ToReference()],
        });

        ScanRejected("VH1206");
    }

    [Test]
    public void Several_backends_of_one_plugin_are_all_found_with_their_display_names()
    {
        AddClass("""
            [VectorStoreBackend("one", DisplayName = "Number One")] public sealed class First(VectorStoreContext c) : Stubs.StubStore;
            [VectorStoreBackend("two")] public sealed class Second(VectorStoreContext c) : Stubs.StubStore;
            """);

        Assert.That(ScanOne().Backends, Is.EquivalentTo(new[]
        {
            new BackendDescriptor { Name = "one", DisplayName = "Number One", TypeName = "Plugin.First" },
            new BackendDescriptor { Name = "two", DisplayName = "two", TypeName = "Plugin.Second" },
        }));
    }

    [Test, MatrixRow(51)]
    public void One_name_twice_in_one_plugin_is_rejected_whatever_its_case()
    {
        AddClass("""
            [VectorStoreBackend("same")] public sealed class First(VectorStoreContext c) : Stubs.StubStore;
            [VectorStoreBackend("SAME")] public sealed class Second(VectorStoreContext c) : Stubs.StubStore;
            """);

        Assert.That(ScanRejected("VH1202").Cause, Does.Contain("Plugin.First").And.Contain("Plugin.Second"));
    }

    [TestCase("")]
    [TestCase(" alpha")]
    [TestCase("al pha")]
    [TestCase("älpha")]
    [TestCase("a:b")]
    [TestCase("a\\u0000b")]
    [TestCase("a\\u202Eb")]
    [MatrixRow(52)]
    public void A_name_that_is_hard_to_type_or_to_see_is_rejected_with_the_rule(string name)
    {
        AddClass($"[VectorStoreBackend(\"{name}\")] public sealed class Store(VectorStoreContext c) : Stubs.StubStore;");

        Assert.That(ScanRejected("VH1201").Remedy, Does.Contain("1 to 64"));
    }

    [TestCase(64, true)]
    [TestCase(65, false)]
    [TestCase(10_000, false)]
    [MatrixRow(52)]
    public void A_name_has_at_most_64_characters(int length, bool isValid)
    {
        AddClass($"[VectorStoreBackend(\"{new string('a', length)}\")] public sealed class Store(VectorStoreContext c) : Stubs.StubStore;");

        PluginDescriptor plugin = ScanOne();

        Assert.That(plugin.State, Is.EqualTo(isValid ? PluginState.Ready : PluginState.Rejected));
        Assert.That(plugin.Problems.All(problem => problem.Cause.Length < 500), Is.True);
    }

    [Test]
    public void The_backend_is_found_among_a_thousand_types_and_attributes()
    {
        string many = string.Join(Environment.NewLine, Enumerable.Range(0, 1000).Select(i =>
            $"[Obsolete(\"o{i}\")] public class T{i} {{ [System.ComponentModel.DefaultValue({i})] public string? P {{ get; set; }} }}"));
        AddClass($"{many} [VectorStoreBackend(\"alpha\")] public sealed class Store(VectorStoreContext c) : Stubs.StubStore;");

        Assert.That(ScanOne().Backends.Single().TypeName, Is.EqualTo("Plugin.Store"));
    }

    private void AddClass(string declarations) => Add("Alpha", $$"""
        using VectorHost.Abstractions;
        {{PluginSource.StubStore}}
        namespace Plugin
        {
            {{declarations}}
        }
        """);
}
