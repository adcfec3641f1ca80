using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace VectorHost.PrecompileProfile.Tests;

/// <summary>
/// What a profile names is the framework's own business, and the compiler passes over what is not there: only a test can
/// tell that a new framework has other names. The runtime itself looks them up here.
/// </summary>
[TestFixture]
public sealed class ProfileWriterTests
{
    private static readonly ImmutableArray<byte> Profile = WriteProfile();

    [Test]
    public void Every_method_that_a_profile_lists_is_in_the_framework()
    {
        MethodBase[] methods = ReadMethods();

        Assert.That(methods, Is.Not.Empty.And.All.Matches<MethodBase>(method => method.DeclaringType!.Name == "AsyncStateMachineBox`1"));
    }

    [TestCase(nameof(AsyncSamples.Nothing), "VoidTaskResult")]
    [TestCase(nameof(AsyncSamples.Number), "Int32")]
    [TestCase(nameof(AsyncSamples.Text), "__Canon")]
    [TestCase(nameof(AsyncSamples.NothingAsValue), "VoidTaskResult")]
    [TestCase(nameof(AsyncSamples.Anything), "__Canon")]
    [TestCase(nameof(AsyncSamples.Anything), "Boolean")]
    public void An_async_method_has_all_of_its_box_listed(string method, string result)
    {
        MethodBase[] methods = [.. ReadMethods().Where(listed =>
            StateMachineOf(listed).Name.StartsWith($"<{method}>", StringComparison.Ordinal) && ResultOf(listed) == result)];

        Assert.That(
            methods.Select(listed => listed.Name),
            Is.EquivalentTo([".cctor", "MoveNext", "MoveNext", "ExecutionContextCallback", "ClearStateUponCompletion"]));
    }

    [Test]
    public void A_method_that_gives_a_struct_is_left_to_the_runtime() =>
        Assert.That(ReadMethods().Select(listed => StateMachineOf(listed).Name), Has.None.StartsWith($"<{nameof(AsyncSamples.Struct)}>"));

    [Test]
    public void The_same_assembly_gives_the_same_profile() => Assert.That(WriteProfile(), Is.EqualTo(Profile));

    private static ImmutableArray<byte> WriteProfile()
    {
        using PEReader image = new(File.OpenRead(typeof(AsyncSamples).Assembly.Location));
        return [.. new ProfileWriter(image.GetMetadataReader()).Write()];
    }

    private static Type StateMachineOf(MethodBase listed) => listed.DeclaringType!.GenericTypeArguments[1];

    private static string ResultOf(MethodBase listed) => listed.DeclaringType!.GenericTypeArguments[0].Name;

    /// <exception cref="MissingMethodException">The framework has no such method.</exception>
    private static MethodBase[] ReadMethods()
    {
        using PEReader image = new(Profile);
        int count = image.GetMetadataReader().GetTableRowCount(TableIndex.MemberRef);
        Module module = new AssemblyLoadContext("profile", isCollectible: true).LoadFromStream(new MemoryStream([.. Profile])).ManifestModule;
        return [.. Enumerable.Range(1, count).Select(row => module.ResolveMethod(MetadataTokens.GetToken(MetadataTokens.MemberReferenceHandle(row)))!)];
    }
}
