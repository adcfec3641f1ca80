using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Isolation;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Isolation;

/// <summary>Making a store: rows 40 to 44 of the failure matrix.</summary>
public sealed class ConstructorTests : HostingTest
{
    [Test, MatrixRow(40)]
    public async Task A_constructor_that_throws_is_one_error_with_its_cause_and_the_next_call_tries_again()
    {
        string marker = Folder.At("second-time");
        Add("alpha", WithConstructor($"if (!File.Exists(\"{marker}\")) {{ File.WriteAllText(\"{marker}\", \"\"); throw new InvalidTimeZoneException(\"no zone\"); }}"));
        await using PluginHost host = Open();

        BackendResolutionException exception = Fail(host);
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That((exception.Code, exception.Reason), Is.EqualTo(("VH1504", BackendFailureReason.NotCreated)));
        Assert.That(exception.Message, Does.Contain("'alpha'").And.Contain("InvalidTimeZoneException: no zone"));
        Assert.That(((PluginFailureException)exception.InnerException!).TypeName, Is.EqualTo("System.InvalidTimeZoneException"));
        Assert.That(exception.InnerException!.StackTrace, Does.Contain("Plugin.Store"));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test, MatrixRow(40)]
    public async Task One_backend_that_cannot_be_created_leaves_the_others_alone()
    {
        Add("alpha", WithConstructor("throw new Exception(\"no\");"));
        Add("beta", PluginSource.Store("beta"));
        await using PluginHost host = Open();
        Fail(host);

        await using IVectorStore store = await host.CreateStoreAsync("beta", Context("beta"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test, MatrixRow(40)]
    public async Task Settings_that_a_constructor_refuses_arrive_as_the_stores_own_failure()
    {
        Add("alpha", WithConstructor("throw new VectorStoreException(StoreFailureKind.InvalidConfiguration, \"vector_store.alpha.key is not set\");"));
        await using PluginHost host = Open();

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That((exception!.Kind, exception.Backend, exception.Operation, exception.Message), Is.EqualTo(
            (StoreFailureKind.InvalidConfiguration, "alpha", "create", "vector_store.alpha.key is not set")));
    }

    [TestCase("static Store() => throw new FormatException(\"bad table\");", "")]
    [TestCase("private static readonly int Table = int.Parse(\"bad table\"); public int Number { get; } = Table;", "")]
    [TestCase("", "internal static class Module { [ModuleInitializer] internal static void Run() => throw new FormatException(\"bad table\"); }")]
    [MatrixRow(41)]
    public async Task An_initialiser_that_throws_marks_the_plugin_faulted_once_and_for_all(string members, string outside)
    {
        Add("alpha", PluginSource.Store("alpha", members, outside));
        await using PluginHost host = Open();

        BackendResolutionException first = Fail(host);
        BackendResolutionException second = Fail(host);

        Assert.That((first.Code, second.Code), Is.EqualTo(("VH1506", "VH1506")));
        Assert.That(second.Message, Does.Contain("FormatException").And.Contain("bad table"));
        Assert.That(Logs.At(LogLevel.Error).Count(), Is.EqualTo(1));
    }

    [Test, CancelAfter(20000)]
    [MatrixRow(42)]
    public async Task A_constructor_that_hangs_is_given_up_and_its_late_store_is_closed_all_the_same(CancellationToken cancellationToken)
    {
        string release = Folder.At("release");
        string closed = Folder.At("closed");
        Add("alpha", WithConstructor(
            $"while (!File.Exists(\"{release}\")) Thread.Sleep(10);",
            $"public override ValueTask DisposeAsync() {{ File.WriteAllText(\"{closed}\", \"\"); return default; }}"));
        await using PluginHost host = Open(options => options with { ConstructorTimeout = TimeSpan.FromMilliseconds(200) });

        BackendResolutionException exception = Fail(host);
        await File.WriteAllTextAsync(release, "", cancellationToken);

        Assert.That(exception.Code, Is.EqualTo("VH1505"));
        Assert.That(exception.Message, Does.Contain("0.2 seconds"));
        await WaitForFileAsync(closed, cancellationToken);
    }

    [Test, CancelAfter(20000)]
    [MatrixRow(42)]
    public async Task A_caller_who_gives_up_while_a_constructor_hangs_gets_the_cancellation(CancellationToken cancellationToken)
    {
        string release = Folder.At("release");
        Add("alpha", WithConstructor($"while (!File.Exists(\"{release}\")) Thread.Sleep(10);"));
        await using PluginHost host = Open();
        using var cancellation = new CancellationTokenSource();

        Task<IVectorStore> creating = host.CreateStoreAsync("alpha", Context("alpha"), cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(async () => await creating, Throws.InstanceOf<OperationCanceledException>());
        await File.WriteAllTextAsync(release, "", cancellationToken);
    }

    [Test, MatrixRow(44)]
    public async Task Types_that_cannot_be_loaded_are_all_named_and_not_only_the_first()
    {
        // Two libraries vanish behind the back of the scan: they are reached by name only.
        var one = new PluginBuild("LibraryOne") { Source = "public class One;" };
        var two = new PluginBuild("LibraryTwo") { Source = "public class Two;" };
        var parts = new PluginBuild("Parts") { Source = "public class A : One; public class B : Two;", References = [one.ToReference(), two.ToReference()] };
        parts.WriteTo(Folder.At("plugins/alpha"));
        Add("alpha", WithConstructor("System.Reflection.Assembly.Load(\"Parts\").GetTypes();"));
        await using PluginHost host = Open();

        Assert.That(Fail(host).Message, Does.Contain("LibraryOne").And.Contain("LibraryTwo"));
    }

    [Test, MatrixRow(37)]
    public async Task A_class_that_turns_out_to_be_no_store_is_an_error_and_no_crash()
    {
        // The base class is in a library that the scan saw as a store, and that loading sees as another version of it.
        var contract = new PluginBuild("Bases") { Source = PluginSource.StubStore };
        Add(new PluginBuild("alpha")
        {
            Source = "using VectorHost.Abstractions; [VectorStoreBackend(\"alpha\")] public sealed class Store(VectorStoreContext c) : Stubs.StubStore { public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(1L); }",
            References = [contract.ToReference()],
        });
        new PluginBuild("Bases") { Source = "namespace Stubs { public abstract class Other; }" }.WriteTo(Folder.At("plugins/alpha"));
        await using PluginHost host = Open();
        Assert.That(host.Catalog.Plugins.Single().State, Is.EqualTo(PluginState.Ready));

        BackendResolutionException exception = Fail(host);

        Assert.That((exception.Code, exception.Reason), Is.EqualTo(("VH1503", BackendFailureReason.NotLoaded)));
        Assert.That(exception.Message, Does.Contain("TypeLoadException"));
    }

    private static BackendResolutionException Fail(PluginHost host) =>
        Assert.ThrowsAsync<BackendResolutionException>(() => host.CreateStoreAsync("alpha", StoreContexts.Create("alpha", "/")))!;

    private static string WithConstructor(string body, string members = "") => $$"""
        using VectorHost.Abstractions;
        {{PluginSource.StubStore}}
        namespace Plugin
        {
            [VectorStoreBackend("alpha")]
            public sealed class Store : Stubs.StubStore
            {
                public Store(VectorStoreContext context) { {{body}} }
                {{members}}
            }
        }
        """;

    private static async Task WaitForFileAsync(string file, CancellationToken cancellationToken)
    {
        while (!File.Exists(file))
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}
