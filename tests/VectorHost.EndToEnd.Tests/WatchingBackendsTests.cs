using System.Runtime.Versioning;
using VectorHost.EndToEnd.Tests.Harness;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests;

/// <summary><c>vectorhost backends --watch</c>: what the author of a plugin keeps open.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
public sealed class WatchingBackendsTests : EndToEndTest
{
    [Test]
    public async Task Every_change_is_a_line_until_the_user_ends_it()
    {
        string plugins = Sandbox.At("plugins");
        Directory.CreateDirectory(plugins);
        using RunningProgram program = Sandbox.Start("backends", "--watch", "--verbose", "--set", $"vector_store.plugins_dir={plugins}");
        await program.WaitForErrorTextAsync($"Watching {plugins}");

        new PluginBuild("Acme") { Source = PluginSource.Store("acme") }.WriteTo(Path.Combine(plugins, "Acme"));
        await program.WaitForErrorTextAsync("'Acme' changed: Added");
        await File.WriteAllTextAsync(Path.Combine(plugins, "Acme/Acme.dll"), "half a build");
        await program.WaitForErrorTextAsync("'Acme' changed: Rejected");
        Directory.Delete(Path.Combine(plugins, "Acme"), recursive: true);
        await program.WaitForErrorTextAsync("'Acme' changed: Removed");
        program.Signal("INT");

        RunResult result = (await program.WaitAsync()).Succeeded();
        string[] lines = [.. result.Output.Split('\n').Where(line => line.StartsWith("Acme: ", StringComparison.Ordinal))];
        Assert.That(lines, Has.Length.EqualTo(3), result.Describe());
        Assert.That(lines[0], Is.EqualTo("Acme: ready 1.0.0.0 (acme)"));
        Assert.That(lines[1], Does.StartWith("Acme: rejected VH1101: "));
        Assert.That(lines[2], Is.EqualTo("Acme: removed"));
        Assert.That(Directory.Exists(Path.Combine(Sandbox.Cache, "vectorhost/plugins/Acme")), Is.False, "Watching loads nothing.");
    }

    [Test]
    public async Task Lines_and_one_document_at_once_are_refused() =>
        (await Sandbox.RunAsync("backends", "--watch", "--json")).Refused(2, "--watch", "--json");
}
