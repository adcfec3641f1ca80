using VectorHost.Hosting.Catalog;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Catalog;

public sealed class RequiredBackendTests : HostingTest
{
    [Test, MatrixRow(54)]
    public void All_that_are_missing_rejected_or_ambiguous_are_named_at_once_with_reasons()
    {
        Add("Good", PluginSource.Store("good"));
        Add(new PluginBuild("Bad") { Source = PluginSource.Store("bad"), TargetFramework = ".NETCoreApp,Version=v99.0" });
        Add("Twin1", PluginSource.Store("twin", "public int One { get; }"));
        Add("Twin2", PluginSource.Store("twin", "public int Two { get; }"));
        PluginCatalog catalog = Open().Catalog;

        RequiredBackendsException refusal =
            Assert.Throws<RequiredBackendsException>(() => catalog.Require(["good", "bad", "absent", "twin", "ABSENT"]))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Code, Is.EqualTo("VH1403"));
            Assert.That(refusal.Failures.Select(failure => failure.Backend), Is.EqualTo(["bad", "absent", "twin"]));
            Assert.That(refusal.Message, Does.Contain("3 vector store backends").And.Contain("'bad': VH1104").And.Contain("'absent': no plugin"));
            Assert.That(refusal.Message, Does.Contain("'twin': VH1402").And.Contain("Twin1").And.Contain("Twin2").And.Not.Contain("'good'"));
            Assert.That(catalog.IsAmbiguous("Twin"), Is.True);
            Assert.That(catalog.IsAmbiguous("good") || catalog.IsAmbiguous("absent"), Is.False);
        }
    }

    [Test, MatrixRow(54)]
    public void Those_that_are_there_are_enough_whatever_else_is_broken()
    {
        Add("Good", PluginSource.Store("good"));
        Folder.Write("plugins/Text/Text.dll", "text");

        Assert.That(() => Open().Catalog.Require(["GOOD"]), Throws.Nothing);
    }
}
