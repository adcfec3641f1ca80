using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>What the file is: rows 5 to 10, 16 and 17 of the failure matrix.</summary>
public sealed class AssemblyGateTests : HostingTest
{
    private static readonly byte[] Elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0];
    private static readonly byte[] NativeHeader = [(byte)'M', (byte)'Z', 0x90, 0, 3, 0];

    [Test, MatrixRow(6)]
    public void What_is_not_an_assembly_is_named_for_what_it_looks_like()
    {
        WriteMain([]);
        Assert.That(ScanRejected("VH1101").Cause, Does.Contain("empty"));
        WriteMain("just words"u8.ToArray());
        Assert.That(ScanRejected("VH1101").Cause, Does.Contain("text"));
        WriteMain(Elf);
        Assert.That(ScanRejected("VH1101").Cause, Does.Contain("ELF"));
        WriteMain(NativeHeader);
        Assert.That(ScanRejected("VH1101").Cause, Does.Contain("Windows"));
    }

    [Test, MatrixRow(7)]
    public void A_truncated_dll_is_damaged_however_much_of_it_can_still_be_read()
    {
        byte[] whole = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.Compile();
        for (int length = 1; length < whole.Length; length += whole.Length / 40)
        {
            WriteMain(whole[..length]);
            Assert.That(ScanOne().State, Is.EqualTo(PluginState.Rejected), $"{length} of {whole.Length} bytes");
        }
    }

    [Test, MatrixRow(7)]
    public void A_dll_with_any_bytes_flipped_never_stops_the_scan()
    {
        byte[] whole = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.Compile();
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. whole];
            int start = random.Next(damaged.Length - 16);
            random.NextBytes(damaged.AsSpan(start, 16));
            WriteMain(damaged);
            Assert.That(() => Scan().Plugins, Has.Count.EqualTo(1), $"16 bytes at {start}");
        }
    }

    [TestCase(Platform.X86, "x86")]
    [TestCase(Platform.Arm64, "arm64")]
    [MatrixRow(8)]
    public void A_dll_for_another_processor_is_rejected_before_it_is_loaded(Platform platform, string name)
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), Platform = platform });

        PluginProblem problem = ScanRejected("VH1103");

        Assert.That(problem.Cause, Does.Contain(name).And.Contain("runs on"));
    }

    [TestCase(".NETFramework,Version=v4.8", ".NET Framework 4.8")]
    [TestCase(".NETCoreApp,Version=v11.0", ".NET 11.0")]
    [MatrixRow(9)]
    public void A_framework_that_this_host_is_not_is_rejected_by_name(string framework, string shown)
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), TargetFramework = framework });

        Assert.That(ScanRejected("VH1104").Cause, Does.Contain(shown));
    }

    [TestCase(".NETCoreApp,Version=v8.0")]
    [TestCase(null)]
    [MatrixRow(9)]
    public void An_older_framework_or_none_is_fine(string? framework)
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), TargetFramework = framework });

        PluginDescriptor plugin = ScanOne();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(plugin.TargetFramework, Is.EqualTo(framework));
    }

    [Test, MatrixRow(9)]
    public void Net_standard_is_a_warning()
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), TargetFramework = ".NETStandard,Version=v2.1" });

        PluginDescriptor plugin = ScanOne();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(plugin.Problems.Single().Code, Is.EqualTo("VH1106"));
        Assert.That(plugin.Problems.Single().Severity, Is.EqualTo(ProblemSeverity.Warning));
    }

    [Test, MatrixRow(10)]
    public void A_reference_assembly_is_rejected()
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), IsReferenceAssembly = true });

        ScanRejected("VH1105");
    }

    [Test, MatrixRow(5)]
    public void A_dll_without_the_attribute_is_no_plugin_in_a_folder_and_no_matter_beside_the_plugins()
    {
        var library = new PluginBuild("Library") { Source = "public class Thing;" };
        library.WriteTo(Plugins);
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ignored));

        File.Delete(Folder.At("plugins/Library.dll"));
        Add(library);
        ScanRejected("VH1110");
    }

    [Test, MatrixRow(7)]
    public async Task An_image_that_reads_well_and_does_not_load_is_one_clear_error()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        using (var executable = new PEReader(new MemoryStream(bytes)))
        {
            // Says of itself that it holds native code, which it does not.
            int flags = executable.PEHeaders.CorHeaderStartOffset + 16;
            bytes[flags] = 0;
        }

        await File.WriteAllBytesAsync(file, bytes);
        await using PluginHost host = Open();
        Assert.That(host.Catalog.Plugins.Single().State, Is.EqualTo(PluginState.Ready));

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(
            () => host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That((exception!.Reason, exception.Code), Is.EqualTo((BackendFailureReason.NotLoaded, "VH1503")));
        Assert.That(exception.Message, Does.Contain("Alpha.dll"));
    }

    private void WriteMain(byte[] bytes)
    {
        Directory.CreateDirectory(Folder.At("plugins/Alpha"));
        File.WriteAllBytes(Folder.At("plugins/Alpha/Alpha.dll"), bytes);
    }
}
