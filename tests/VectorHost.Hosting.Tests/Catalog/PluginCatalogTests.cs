using VectorHost.Hosting.Catalog;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Catalog;

/// <summary>From names to plugins: rows 48, 50, 52 and 53 of the failure matrix.</summary>
public sealed class PluginCatalogTests : HostingTest
{
    [Test, MatrixRow(53)]
    public void An_unknown_name_lists_what_is_available_in_these_very_words()
    {
        AddAll("sqlite", "qdrant", "chromadb");

        Assert.That(Fail("mybackend").Message, Is.EqualTo(
            "Vector store backend 'mybackend' not found. Available backends: chromadb, qdrant, sqlite"));
    }

    [TestCase("sqlit")]
    [TestCase("SQLte")]
    [TestCase("sqilte")]
    [TestCase("sqlite3")]
    [MatrixRow(53)]
    public void A_slip_of_the_keyboard_gets_the_nearest_name(string name)
    {
        AddAll("sqlite", "qdrant", "chromadb");

        BackendResolutionException exception = Fail(name);

        Assert.That(exception.Message, Is.EqualTo(
            $"Vector store backend '{name}' not found. Available backends: chromadb, qdrant, sqlite. Did you mean 'sqlite'?"));
        Assert.That((exception.Reason, exception.Code), Is.EqualTo((BackendFailureReason.Unknown, "VH1401")));
    }

    [Test, MatrixRow(53)]
    public void With_no_plugin_at_all_the_folder_is_named_and_what_belongs_into_it()
    {
        Assert.That(Fail("sqlite").Message, Does.Contain(Plugins).And.Contain("NAME/NAME.dll"));
    }

    [Test, MatrixRow(53)]
    public void A_rejected_plugin_that_declares_the_backend_is_named_with_its_reason()
    {
        AddAll("good");
        new PluginBuild("Beta") { Source = PluginSource.Store("beta"), TargetFramework = ".NETCoreApp,Version=v99.0" }.WriteTo(Folder.At("plugins/Beta"));

        BackendResolutionException exception = Fail("beta");

        Assert.That(exception.Reason, Is.EqualTo(BackendFailureReason.Rejected));
        Assert.That(exception.Code, Is.EqualTo("VH1104"));
        Assert.That(exception.Message, Does.StartWith("Vector store backend 'beta' not found. Available backends: good. "));
        Assert.That(exception.Message, Does.Contain("Beta.dll").And.Contain("VH1104").And.Contain(".NET 99.0"));
    }

    [Test, MatrixRow(53)]
    public void A_rejected_plugin_of_which_nothing_can_be_read_is_recognised_by_its_name()
    {
        Folder.Write("plugins/Acme.VectorStores.Beta/Acme.VectorStores.Beta.dll", "text");

        BackendResolutionException exception = Fail("beta");

        Assert.That(exception.Code, Is.EqualTo("VH1101"));
    }

    [TestCase("Alpha", "Beta")]
    [TestCase("Beta", "Alpha")]
    [MatrixRow(48)]
    public void A_name_that_two_plugins_claim_belongs_to_neither_and_both_files_are_named(string first, string second)
    {
        Add(first, PluginSource.Store("same", "public int X => 1;"));
        Add(second, PluginSource.Store("SAME", "public int X => 2;"));
        AddAll("other");

        BackendResolutionException exception = Fail("same");

        Assert.That((exception.Reason, exception.Code), Is.EqualTo((BackendFailureReason.Ambiguous, "VH1402")));
        Assert.That(exception.Message, Does.Contain($"{first}.dll").And.Contain($"{second}.dll"));
        Assert.That(Catalog().Resolve("other").Plugin.Name, Is.EqualTo("other"));
    }

    [TestCase("1.0.0.0", "2.0.0.0")]
    [TestCase("2.0.0.0", "1.0.0.0")]
    [MatrixRow(49)]
    public void Of_two_versions_of_one_plugin_neither_is_guessed_both_are_named_and_nothing_is_deleted(string first, string second)
    {
        var build = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), Version = Version.Parse(first) };
        string old = build.WriteTo(Folder.At("plugins/Alpha"));
        Directory.CreateDirectory(Folder.At("plugins/Other"));
        string other = Folder.At("plugins/Other/Other.dll");
        File.WriteAllBytes(other, new PluginBuild("Alpha") { Source = build.Source, Version = Version.Parse(second) }.Compile());

        BackendResolutionException exception = Fail("alpha");

        Assert.That(exception.Code, Is.EqualTo("VH1402"));
        Assert.That(exception.Message, Does.Contain($"'{old}' ({first})").And.Contain($"'{other}' ({second})"));
        Assert.That((File.Exists(old), File.Exists(other)), Is.EqualTo((true, true)));
    }

    [Test, MatrixRow(48)]
    public void A_rejected_plugin_competes_with_nobody()
    {
        Add("Alpha", PluginSource.Store("same"));
        Add(new PluginBuild("Beta") { Source = PluginSource.Store("same"), TargetFramework = ".NETCoreApp,Version=v99.0" });

        Assert.That(Catalog().Resolve("same").Plugin.Name, Is.EqualTo("Alpha"));
    }

    [Test, MatrixRow(50)]
    public void Two_copies_of_one_plugin_are_one()
    {
        var build = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") };
        string file = build.WriteTo(Folder.At("plugins/Alpha"));
        Directory.CreateDirectory(Folder.At("plugins/Copy"));
        File.Copy(file, Folder.At("plugins/Copy/Copy.dll"));

        Assert.That(Catalog().Resolve("alpha").Plugin.Name, Is.EqualTo("Alpha"));
    }

    [Test, MatrixRow(50)]
    public void Two_copies_with_different_data_files_are_two()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        Directory.CreateDirectory(Folder.At("plugins/Copy"));
        File.Copy(file, Folder.At("plugins/Copy/Copy.dll"));
        Folder.Write("plugins/Copy/data.txt", "more");

        Assert.That(Fail("alpha").Code, Is.EqualTo("VH1402"));
    }

    [TestCase("")]
    [TestCase("a\u0000b")]
    [MatrixRow(52)]
    public void Strange_names_are_simply_unknown_and_shown_without_control_characters(string name)
    {
        AddAll("good");

        Assert.That(Fail(name).Message.Any(char.IsControl), Is.False);
    }

    [Test, MatrixRow(52)]
    public void A_very_long_name_is_cut_in_the_message()
    {
        AddAll("good");

        Assert.That(Fail(new string('x', 10_000)).Message, Has.Length.LessThan(500));
    }

    [Test]
    public void Backends_are_listed_in_the_order_of_their_names()
    {
        AddAll("sqlite", "Qdrant", "chromadb");

        Assert.That(Catalog().Backends, Is.EqualTo(new[] { "chromadb", "Qdrant", "sqlite" }));
    }

    private void AddAll(params string[] names)
    {
        foreach (string name in names)
        {
            Add(name, PluginSource.Store(name));
        }
    }

    private PluginCatalog Catalog() => new(Scan());

    private BackendResolutionException Fail(string name) =>
        Assert.Throws<BackendResolutionException>(() => Catalog().Resolve(name))!;
}
