using System.Reflection;
using Microsoft.CodeAnalysis;
using VectorHost.Conformance;
using VectorHost.TestSupport;

namespace VectorHost.AuthorGuide.Tests;

/// <summary>A backend's tests cannot leave out a theme without somebody noticing.</summary>
[TestFixture]
public sealed class ConformanceSuiteTests
{
    private const string Backend = """
        using VectorHost.Abstractions;
        using VectorHost.Conformance;
        public sealed class Mine : TestBackend
        {
            public override IVectorStore CreateStore() => throw new NotSupportedException();
            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        public sealed class Another : TestBackend
        {
            public override IVectorStore CreateStore() => throw new NotSupportedException();
            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        """;

    [Test]
    public void There_are_themes() =>
        Assert.That(ConformanceSuite.Themes.Select(theme => theme.Name), Does.Contain("SavingConformance`1").And.Contain("ConcurrencyConformance`1"));

    [Test]
    public void A_theme_that_is_not_inherited_is_missing()
    {
        Assembly tests = Compile(Classes("Mine", theme => theme.Name != "SavingConformance`1"));

        Assert.That(ConformanceSuite.FindMissing(tests, tests.GetType("Mine")!), Is.EqualTo(new[] { typeof(SavingConformance<>) }));
    }

    [Test]
    public void A_theme_that_is_inherited_for_another_backend_is_missing_too()
    {
        Assembly tests = Compile(
            Classes("Mine", theme => theme.Name != "SavingConformance`1") + "public sealed class X : SavingConformance<Another>;");

        Assert.That(ConformanceSuite.FindMissing(tests, tests.GetType("Mine")!), Is.EqualTo(new[] { typeof(SavingConformance<>) }));
    }

    [Test]
    public void An_abstract_class_does_not_run_and_does_not_count()
    {
        Assembly tests = Compile(
            Classes("Mine", theme => theme.Name != "SavingConformance`1") + "public abstract class X : SavingConformance<Mine>;");

        Assert.That(ConformanceSuite.FindMissing(tests, tests.GetType("Mine")!), Is.EqualTo(new[] { typeof(SavingConformance<>) }));
    }

    [Test]
    public void Nothing_is_missing_where_every_theme_is_inherited()
    {
        Assembly tests = Compile(Classes("Mine", _ => true));

        Assert.That(ConformanceSuite.FindMissing(tests, tests.GetType("Mine")!), Is.Empty);
    }

    private static string Classes(string backend, Func<Type, bool> choose) => string.Join('\n', ConformanceSuite.Themes
        .Where(choose)
        .Select(theme => theme.Name.Split('`')[0])
        .Select(theme => $"public sealed class {backend}{theme} : {theme}<{backend}>;"));

    private static Assembly Compile(string classes) => Assembly.Load(new PluginBuild($"Tests{Guid.NewGuid():N}")
    {
        Source = $"{Backend}\n{classes}",
        References =
        [
            MetadataReference.CreateFromFile(typeof(ConformanceSuite).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(TestAttribute).Assembly.Location),
        ],
    }.Compile());
}
