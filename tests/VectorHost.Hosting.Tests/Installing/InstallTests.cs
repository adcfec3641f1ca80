using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Installing;
using VectorHost.Hosting.Integrity;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Installing;

public sealed class InstallTests : HostingTest
{
    private PluginInstaller Installer => new(Plugins);

    [TestCase("dll")]
    [TestCase("build")]
    [TestCase("folder")]
    [TestCase("named folder")]
    [TestCase("zip")]
    [TestCase("zip of folder")]
    [TestCase("nupkg")]
    [TestCase("ordinary nupkg")]
    public async Task A_plugin_can_be_installed_from(string kind)
    {
        string source = MakeSource(kind);

        InstallResult result = Installer.Install(source);

        Assert.That(result.Plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(result.Plugin.AssemblyFile, Is.EqualTo(Folder.At("plugins/Acme/Acme.dll")));
        Assert.That(result.Replaced || result.Locked, Is.False);
        Assert.That(Folder.At("plugins/Acme/libdata.so"), kind == "dll" ? Does.Not.Exist : Does.Exist);
        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Acme"]));
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("acme", Context("acme"));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public void A_dll_alone_does_not_take_the_folder_around_it_along()
    {
        string dll = new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Folder.At("downloads"));
        Folder.Write("downloads/letter.txt", "private");

        Installer.Install(dll);

        Assert.That(EntriesOf(Folder.At("plugins/Acme")), Is.EqualTo(["Acme.dll"]));
    }

    [Test]
    public void Of_an_ordinary_package_the_newest_framework_and_the_natives_for_this_platform_are_taken()
    {
        byte[] dll = PackageFiles.Plugin("Acme", "acme");
        string here = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string package = PackageFiles.Pack(
            Folder.At("acme.1.0.0.nupkg"),
            ("Acme.nuspec", PackageFiles.Text("<package/>")),
            ("[Content_Types].xml", PackageFiles.Text("<Types/>")),
            ("lib/net8.0/Acme.dll", PackageFiles.Text("old")),
            ("lib/net10.0/Acme.dll", dll),
            ("lib/net10.0/Caf%C3%A9.txt", PackageFiles.Text("coffee")),
            ($"runtimes/{here}/native/libdata.so", PackageFiles.Text("here")),
            ("runtimes/haiku-x64/native/libdata.so", PackageFiles.Text("elsewhere")));

        Installer.Install(package);

        Assert.That(EntriesOf(Folder.At("plugins/Acme")), Is.EquivalentTo(["Acme.dll", "Café.txt", "libdata.so"]));
        Assert.That(File.ReadAllText(Folder.At("plugins/Acme/libdata.so")), Is.EqualTo("here"));
    }

    [Test, MatrixRow(79)]
    public void An_installed_plugin_is_not_replaced_unless_that_is_wanted()
    {
        Installer.Install(Zip("first", new Version(1, 0)));
        Folder.Write("plugins/Acme/leftover.txt", "of the first");

        PluginInstallException refusal = Refused(Zip("second", new Version(2, 0)));
        Assert.That(refusal.Failure, Is.EqualTo(InstallFailure.AlreadyInstalled));
        Assert.That(refusal.Message, Does.Contain("--force"));
        Assert.That(ScanOne().Version, Is.EqualTo(new Version(1, 0, 0, 0)));

        InstallResult result = Installer.Install(Folder.At("second.zip"), replace: true);

        Assert.That(result.Replaced, Is.True);
        Assert.That(ScanOne().Version, Is.EqualTo(new Version(2, 0, 0, 0)));
        Assert.That(EntriesOf(Folder.At("plugins/Acme")), Is.EqualTo(["Acme.dll"]), "Nothing of the first is left.");
        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Acme"]));
    }

    [Test, MatrixRow(79)]
    public void A_name_in_another_case_is_the_same_plugin()
    {
        Installer.Install(Zip("first", new Version(1, 0)));
        string other = PackageFiles.Pack(Folder.At("other.zip"), ("ACME.dll", PackageFiles.Plugin("ACME", "acme")));

        Assert.That(Refused(other).Code, Is.EqualTo("VH1712"));
        Installer.Install(other, replace: true);
        Assert.That(ScanOne().Name, Is.EqualTo("ACME"));
    }

    [Test, MatrixRow(79)]
    public void A_plugin_that_is_a_single_file_is_replaced_by_the_folder()
    {
        new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Plugins);
        Folder.Write("plugins/Acme.deps.json", PackageFiles.Manifest);

        Assert.That(Refused(Zip("first", new Version(1, 0))).Code, Is.EqualTo("VH1712"));
        Installer.Install(Folder.At("first.zip"), replace: true);

        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Acme"]));
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    [Test, MatrixRow(79)]
    public void When_the_new_one_is_refused_the_old_one_stays()
    {
        Installer.Install(Zip("first", new Version(1, 0)));
        string broken = PackageFiles.Pack(Folder.At("broken.zip"), ("Acme.dll", NewerContract()));

        PluginInstallException refusal = Refused(broken, replace: true);

        Assert.That(refusal.Code, Is.EqualTo("VH1112"));
        Assert.That(refusal.Message, Does.Contain(Path.Combine(broken, "Acme.dll")).And.Not.Contain(".installing-"));
        Assert.That(ScanOne().Version, Is.EqualTo(new Version(1, 0, 0, 0)));
        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Acme"]));
    }

    [Test]
    public void A_backend_name_that_is_taken_is_refused_before_it_breaks_both()
    {
        Installer.Install(Zip("first", new Version(1, 0)));
        string rival = PackageFiles.Pack(Folder.At("rival.zip"), ("Rival.dll", PackageFiles.Plugin("Rival", "ACME")));

        Assert.That(Refused(rival, replace: true).Code, Is.EqualTo("VH1713"));
        Assert.That(ScanOne().Name, Is.EqualTo("Acme"));
    }

    [Test]
    public async Task A_running_host_is_not_disturbed_when_its_plugin_is_replaced_or_removed()
    {
        Installer.Install(Zip("first", new Version(1, 0)));
        await using PluginHost host = Open();
        await using IVectorStore store = await host.CreateStoreAsync("acme", Context("acme"));

        Installer.Install(Zip("second", new Version(2, 0)), replace: true);
        Assert.That(await store.ExistsAsync(), Is.False);
        Installer.Remove("Acme");

        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.True);
    }

    [Test, MatrixRow(63)]
    public void A_lock_file_is_kept_up_to_date_for_the_plugin_in_question_alone()
    {
        string other = Add("Other", PluginSource.Store("other"));
        PluginIntegrity.WriteLock(Scan());
        Folder.Write("plugins/Other/added.txt", "by someone");

        Assert.That(Installer.Install(Zip("first", new Version(1, 0))).Locked, Is.True);
        PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });
        Assert.That(host.Catalog.Backends, Is.EqualTo(["acme"]));
        Assert.That(PluginIntegrity.CheckLock(Scan()).Single().File, Is.EqualTo(Path.Combine(Path.GetDirectoryName(other)!, "added.txt")));

        Installer.Install(Zip("second", new Version(2, 0)), replace: true);
        Assert.That(Open(options => options with { Integrity = IntegrityMode.Enforce }).Catalog.Backends, Is.EqualTo(["acme"]));

        Assert.That(Installer.Remove("acme").Unlocked, Is.True);
        Assert.That(File.ReadAllText(Folder.At("plugins/plugins.lock.json")), Does.Not.Contain("Acme").And.Contain("Other"));
    }

    [Test, MatrixRow(64)]
    public void With_a_lock_file_that_cannot_be_read_nothing_is_changed()
    {
        Add("Other", PluginSource.Store("other"));
        Folder.Write("plugins/plugins.lock.json", "{");

        Assert.That(Refused(Zip("first", new Version(1, 0))).Code, Is.EqualTo("VH1602"));
        Assert.That(() => Installer.Remove("Other"), Throws.TypeOf<PluginInstallException>().With.Property("Code").EqualTo("VH1602"));
        Assert.That(ScanOne().Name, Is.EqualTo("Other"));
    }

    [TestCase("nowhere.zip", "VH1701")]
    [TestCase("notes.txt", "VH1702")]
    [TestCase("empty", "VH1709")]
    public void What_is_no_plugin_is_refused(string source, string code)
    {
        Folder.Write("notes.txt", "text");
        Directory.CreateDirectory(Folder.At("empty"));

        Assert.That(Refused(Folder.At(source)).Code, Is.EqualTo(code));
    }

    [Test]
    public void A_folder_with_two_plugins_is_refused_with_both_names()
    {
        new PluginBuild("First") { Source = PluginSource.Store("first") }.WriteTo(Folder.At("both"));
        new PluginBuild("Second") { Source = PluginSource.Store("second") }.WriteTo(Folder.At("both"));

        PluginInstallException refusal = Refused(Folder.At("both"));

        Assert.That(refusal.Code, Is.EqualTo("VH1710"));
        Assert.That(refusal.Message, Does.Contain("First").And.Contain("Second"));
    }

    [Test]
    [Platform("Unix")]
    public void A_folder_with_a_link_that_leaves_it_is_refused()
    {
        new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Folder.At("Acme"));
        File.CreateSymbolicLink(Folder.At("Acme/secret.txt"), Folder.Write("secret.txt", "secret"));

        Assert.That(Refused(Folder.At("Acme")).Code, Is.EqualTo("VH1013"));
    }

    [Test]
    public void While_another_process_changes_the_folder_this_one_says_so()
    {
        Directory.CreateDirectory(Plugins);
        using var other = new FileStream(Folder.At("plugins/.changing.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.That(Refused(Zip("first", new Version(1, 0))).Code, Is.EqualTo("VH1714"));
    }

    private string MakeSource(string kind)
    {
        byte[] dll = PackageFiles.Plugin("Acme", "acme");
        byte[] manifest = PackageFiles.Text(PackageFiles.Manifest);
        byte[] data = PackageFiles.Text("data");
        switch (kind)
        {
            case "zip":
                return PackageFiles.Pack(Folder.At("a.zip"), ("Acme.dll", dll), ("libdata.so", data));
            case "zip of folder":
                return PackageFiles.Pack(Folder.At("a.zip"), ("publish/", []), ("publish/Acme.dll", dll), ("publish/libdata.so", data));
            case "nupkg":
                return PackageFiles.Pack(Folder.At("a.nupkg"), ("Acme.nuspec", data), ("plugin/Acme.dll", dll), ("plugin/libdata.so", data));
            case "ordinary nupkg":
                return PackageFiles.Pack(
                    Folder.At("a.nupkg"), ("Acme.nuspec", data), ("lib/net9.0/Acme.dll", dll), ("runtimes/any/native/libdata.so", data));
        }

        string folder = kind == "named folder" ? "Acme" : "publish";
        Directory.CreateDirectory(Folder.At(folder));
        File.WriteAllBytes(Folder.At($"{folder}/Acme.dll"), dll);
        if (kind != "dll")
        {
            File.WriteAllBytes(Folder.At($"{folder}/Acme.deps.json"), manifest);
            File.WriteAllBytes(Folder.At($"{folder}/libdata.so"), data);
        }

        return kind is "dll" or "build" ? Folder.At($"{folder}/Acme.dll") : Folder.At(folder);
    }

    private string Zip(string name, Version version) =>
        PackageFiles.Pack(Folder.At($"{name}.zip"), ("Acme.dll", PackageFiles.Plugin("Acme", "acme", version: version)));

    private static byte[] NewerContract() => new PluginBuild("Acme")
    {
        Source = PluginSource.StoreForOtherContract("acme"),
        ReferencesContract = false,
        References = [Reference("VectorHost.Abstractions", PluginSource.Contract, new Version(1, 99, 0, 0))],
    }.Compile();

    private PluginInstallException Refused(string source, bool replace = false) =>
        Assert.Throws<PluginInstallException>(() => Installer.Install(source, replace))!;

    private static IEnumerable<string> EntriesOf(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!);
}
