using System.Buffers.Binary;
using VectorHost.Hosting.Installing;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Installing;

/// <summary>Archives that no build would make. None of them may leave anything behind, inside or outside the folder.</summary>
public sealed class HostileArchiveTests : HostingTest
{
    private const int LinkType = 0xA000;
    private const int DeviceType = 0x2000;

    [TestCase("../evil.txt")]
    [TestCase("../../evil.txt")]
    [TestCase("a/../../evil.txt")]
    [TestCase("a/./evil.txt")]
    [TestCase("/evil.txt")]
    [TestCase("//server/share/evil.txt")]
    [TestCase("C:/evil.txt")]
    [TestCase("C:\\evil.txt")]
    [TestCase("..\\evil.txt")]
    [TestCase("~/evil.txt")]
    [TestCase("a//evil.txt")]
    [TestCase("evil.txt ")]
    [TestCase("evil.")]
    [TestCase("nul.txt")]
    [TestCase("evil\n.txt")]
    [TestCase("../")]
    [TestCase("a/..")]
    [MatrixRow(78)]
    public void An_entry_that_leaves_the_folder_is_refused(string name) => Refused("VH1704", Zip((name, PackageFiles.Text("evil"))));

    [Test, MatrixRow(78)]
    public void In_a_package_names_are_decoded_before_they_are_judged() =>
        Refused("VH1704", PackageFiles.Pack(Folder.At("a.nupkg"), ("lib/net10.0/..%2F..%2Fevil.txt", PackageFiles.Text("evil"))));

    [TestCase(LinkType)]
    [TestCase(DeviceType)]
    [MatrixRow(78)]
    public void An_entry_that_is_a_link_or_a_device_is_refused(int type) => Refused("VH1705", PackageFiles.Pack(
        Folder.At("a.zip"),
        (name, entry) => entry.ExternalAttributes = name == "link" ? (type | 0x1FF) << 16 : 0,
        ("Acme.dll", PackageFiles.Plugin("Acme", "acme")),
        ("link", PackageFiles.Text("/etc/passwd"))));

    [TestCase("data.txt", "data.txt")]
    [TestCase("data.txt", "DATA.txt")]
    [TestCase("data/a.txt", "Data/b.txt")]
    [TestCase("data", "data/a.txt")]
    [TestCase("data/a.txt", "data")]
    [MatrixRow(78)]
    public void Entries_that_cannot_both_be_there_are_refused(string first, string second) =>
        Refused("VH1706", Zip((first, PackageFiles.Text("1")), (second, PackageFiles.Text("2"))));

    [Test, MatrixRow(78)]
    public void A_file_that_is_packed_too_tightly_is_refused_before_it_is_unpacked() =>
        Refused("VH1708", Zip(("zeros.bin", new byte[8 * 1024 * 1024])));

    [Test, MatrixRow(78)]
    public void Too_many_entries_are_refused() => Refused(
        "VH1708",
        Zip(("1.txt", []), ("2.txt", []), ("3.txt", [])),
        new InstallLimits { MaxFiles = 3 });

    [Test, MatrixRow(78)]
    public void Too_many_bytes_are_refused() => Refused(
        "VH1708",
        Zip(("1.bin", Noise(60_000)), ("2.bin", Noise(60_000))),
        new InstallLimits { MaxBytes = 100_000 });

    [Test, MatrixRow(78)]
    public void A_file_that_is_longer_than_it_claims_is_refused()
    {
        string archive = Zip(("1.bin", Noise(60_000)));
        PatchDirectory(archive, offset: 24, entry: "1.bin", value: 10);

        Refused("VH1703", archive);
    }

    [Test, MatrixRow(78)]
    public void A_file_whose_checksum_is_wrong_is_refused()
    {
        string archive = Zip(("1.bin", Noise(60_000)));
        PatchDirectory(archive, offset: 16, entry: "1.bin", value: 10);

        Refused("VH1703", archive);
    }

    [TestCase(0)]
    [TestCase(10)]
    [TestCase(2000)]
    [MatrixRow(78)]
    public void An_archive_that_was_cut_off_is_refused(int length)
    {
        string archive = Zip();
        using (FileStream stream = File.OpenWrite(archive))
        {
            stream.SetLength(length);
        }

        Refused("VH1703", archive);
    }

    [TestCase("zip")]
    [TestCase("nupkg")]
    [MatrixRow(78)]
    public void An_archive_without_a_plugin_is_refused(string extension) => Refused("VH1709", PackageFiles.Pack(
        Folder.At($"a.{extension}"), ("lib/net10.0/Library.dll", new PluginBuild("Library") { Source = "public class Thing;" }.Compile())));

    [TestCase(".hidden")]
    [TestCase("Acme.dll")]
    [TestCase("Acme.DLL")]
    [MatrixRow(78)]
    public void A_plugin_of_an_impossible_name_is_refused(string name) =>
        Refused("VH1711", PackageFiles.Pack(Folder.At("a.zip"), ($"{name}.dll", PackageFiles.Plugin(name, "acme"))));

    [Test, MatrixRow(78)]
    public void Lengths_that_no_sum_can_hold_are_refused()
    {
        string archive = Folder.At("a.zip");
        File.WriteAllBytes(archive, DirectoryOf("1.bin", "2.bin", "3.bin"));

        Refused("VH1708", archive);
        Refused("VH1708", archive, new InstallLimits { MaxBytes = long.MaxValue });
    }

    private void Refused(string code, string archive, InstallLimits? limits = null)
    {
        PluginInstallException refusal =
            Assert.Throws<PluginInstallException>(() => new PluginInstaller(Plugins, limits).Install(archive))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo(code), refusal.Message);
            Assert.That(refusal.Failure, Is.EqualTo(InstallFailure.Refused));
            Assert.That(refusal.Message, Does.Contain(archive));
            Assert.That(Directory.EnumerateFileSystemEntries(Plugins).Select(Path.GetFileName), Is.EqualTo([".changing.lock"]));
            Assert.That(Directory.EnumerateFileSystemEntries(Folder.Path), Is.EquivalentTo([Plugins, archive]));
        }
    }

    /// <summary>An archive of a good plugin and more.</summary>
    private string Zip(params (string Name, byte[] Bytes)[] more) =>
        PackageFiles.Pack(Folder.At("a.zip"), [("Acme.dll", PackageFiles.Plugin("Acme", "acme")), .. more]);

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The directory of an archive alone, whose files all claim the largest length (APPNOTE.TXT 4.3.12, 4.3.16 and 4.5.3).</summary>
    private static byte[] DirectoryOf(params string[] names)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (string name in names)
        {
            writer.Write(0x02014B50);
            writer.Write([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 33, 0]);
            writer.Write(0);
            writer.Write(uint.MaxValue);
            writer.Write(uint.MaxValue);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)20);
            writer.Write(new byte[14]);
            writer.Write(PackageFiles.Text(name));
            writer.Write([1, 0, 16, 0]);
            writer.Write(long.MaxValue);
            writer.Write(long.MaxValue);
        }

        int length = (int)stream.Length;
        writer.Write(0x06054B50);
        writer.Write(0);
        writer.Write((ushort)names.Length);
        writer.Write((ushort)names.Length);
        writer.Write(length);
        writer.Write(0);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    /// <summary>Overwrites four bytes of an entry in the archive's directory (APPNOTE.TXT 4.3.12): the checksum at 16, the length at 24.</summary>
    private static void PatchDirectory(string archive, int offset, string entry, uint value)
    {
        byte[] bytes = File.ReadAllBytes(archive);
        int name = bytes.AsSpan().LastIndexOf(PackageFiles.Text(entry));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(name - 46 + offset), value);
        File.WriteAllBytes(archive, bytes);
    }
}
