using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Catalog;

/// <summary>Choosing one of several plugins for a backend: row 48 of the failure matrix.</summary>
public sealed class PinTests : HostingTest
{
    [TestCase("Alpha", 1)]
    [TestCase("Beta", 2)]
    [MatrixRow(48)]
    public async Task A_pinned_backend_comes_from_the_plugin_that_was_chosen(string plugin, int answer)
    {
        AddTwo();
        await using PluginHost host = Open(options => options with { Pins = Pins("SAME", plugin) });
        await using IVectorStore store = await host.CreateStoreAsync("same", Context("same"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(answer));
        Assert.That(host.Catalog.IsAmbiguous("same"), Is.False);
    }

    [Test, MatrixRow(48)]
    public void Being_ambiguous_says_how_to_choose()
    {
        AddTwo();

        Assert.That(Fail(null).Message, Does.Contain("set vector_store.pins.same to Alpha or Beta"));
    }

    [Test, MatrixRow(48)]
    public void A_pin_to_a_plugin_that_is_not_there_is_an_error_even_where_another_one_would_do()
    {
        Add("Alpha", PluginSource.Store("same"));

        BackendResolutionException exception = Fail("Alfa");

        Assert.That((exception.Reason, exception.Code), Is.EqualTo((BackendFailureReason.Mispinned, "VH1404")));
        Assert.That(exception.Message, Does.Contain("'Alfa', and there is no such plugin").And.Contain("Provided by: Alpha").And.Contain("vector_store.pins.same"));
    }

    [Test, MatrixRow(48)]
    public void A_pin_to_a_plugin_that_was_rejected_says_why()
    {
        AddTwo();
        Add(new PluginBuild("Gamma") { Source = PluginSource.Store("same"), TargetFramework = ".NETCoreApp,Version=v99.0" });

        Assert.That(Fail("Gamma").Message, Does.Contain("which was rejected with VH1104").And.Contain("Provided by: Alpha, Beta"));
    }

    [Test, MatrixRow(48)]
    public void A_pin_to_a_plugin_that_has_other_backends_only_is_an_error()
    {
        AddTwo();
        Add("Other", PluginSource.Store("other"));

        Assert.That(Fail("Other").Message, Does.Contain("'Other', which does not provide it"));
    }

    private static Dictionary<string, string> Pins(string backend, string plugin) => new(StringComparer.Ordinal) { [backend] = plugin };

    private void AddTwo()
    {
        Add("Alpha", Answering(1));
        Add("Beta", Answering(2));
    }

    private static string Answering(int number) => PluginSource.Store("same",
        $"public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult({number}L);");

    private BackendResolutionException Fail(string? pin) => Assert.Throws<BackendResolutionException>(
        () => new PluginCatalog(Scan(), pin is null ? null : Pins("same", pin)).Resolve("same"))!;
}
