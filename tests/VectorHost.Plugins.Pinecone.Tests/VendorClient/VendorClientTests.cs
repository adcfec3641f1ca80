using System.Diagnostics;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers;
using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests.VendorClient;

/// <summary>The vendor's own client finds in the double what it knows of the service, and in the plugin's index what was saved.</summary>
[TestFixture]
public sealed class VendorClientTests : PineconeTest
{
    [Test]
    public async Task The_vendors_client_gets_the_right_results_from_the_double()
    {
        string output = await RunAsync("operations.js", Service.ControllerHost, Service.Options.ApiKey);

        Assert.That(output.Trim(), Is.EqualTo("49 checks"));
    }

    [Test]
    public async Task The_vendors_client_reads_what_the_plugin_saved_bit_by_bit()
    {
        ChunkRecord[] records = TestData.Records(35);
        await ConnectWithRecordsAsync(records);

        JsonElement all = JsonElement.Parse(await RunAsync("read.js", Service.ControllerHost, Service.Options.ApiKey, Backend.IndexName));

        Assert.That(all.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[] { "vh.alpha", "vh_metadata" }));
        JsonElement saved = all.GetProperty("vh.alpha");
        Assert.That(saved.EnumerateObject().Count(), Is.EqualTo(35));
        foreach (ChunkRecord record in records)
        {
            JsonElement read = saved.GetProperty(record.Id.ToString("D"));
            Assert.That(read.GetProperty("values").EnumerateArray().Select(value => value.GetSingle()), Is.EqualTo(record.Embedding.ToArray()));
            Assert.That(read.GetProperty("metadata").GetProperty("text").GetString(), Is.EqualTo(record.Text));
            Assert.That(read.GetProperty("metadata").GetProperty("startLine").GetInt32(), Is.EqualTo(record.StartLine));
        }
    }

    [Test]
    public void What_is_sent_and_answered_is_compared_with_the_vendors_documents_where_they_are()
    {
        if (!Directory.Exists(TestServers.OpenApi.ApiDescriptions.Folder))
        {
            Assert.Pass("The documents are not here.");
        }

        Assert.That(PineconeDouble.ComparesWithDescriptions, Is.True);
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        string folder = InstalledServers.Require("pinecone-client");
        ProcessStartInfo start = new("node") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "VendorClient", script));
        start.ArgumentList.Add(folder);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return await output;
    }
}
