using System.Reflection;

namespace VectorHost.Abstractions.Tests;

/// <summary>The contract is what plugin authors build on: a change to it is a decision, seen in review.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly Assembly Contract = typeof(IVectorStore).Assembly;

    [Test]
    public void The_public_surface_is_the_checked_in_one()
    {
        string actual = PublicSurface.Describe(Contract);
        string approved = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "PublicSurface.txt"));
        if (actual != approved)
        {
            string received = Path.Combine(TestContext.CurrentContext.WorkDirectory, "PublicSurface.received.txt");
            File.WriteAllText(received, actual);
            Assert.That(
                actual,
                Is.EqualTo(approved),
                $"The contract changed. If that is meant, raise its assembly version and copy {received} over the PublicSurface.txt beside this test.");
        }
    }

    [Test]
    public void The_contract_references_only_the_runtime_and_the_two_extension_abstractions()
    {
        string[] others = [.. Contract.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))];

        Assert.That(others, Is.SubsetOf(new[]
        {
            "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
        }));
    }

    [Test]
    public void No_type_of_the_contract_is_open_to_inheritance() =>
        Assert.That(Contract.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false }), Is.Empty);
}
