using System.Xml.Linq;

namespace VectorHost.AuthorGuide.Tests;

/// <summary>The build of a plugin refuses copies of what the host brings.</summary>
[TestFixture]
public sealed class BuildCheckTests
{
    [Test]
    public async Task A_copy_of_what_the_host_brings_fails_the_build_with_a_way_out()
    {
        Author author = Installation.Author;
        (await author.RunAsync($"""
            set -e
            mkdir -p templates && cd templates
            export DOTNET_CLI_HOME="$PWD"
            dotnet new install "$VECTORHOST"/sdk/packages/VectorHost.Templates.*.nupkg
            dotnet new vectorhost-backend -n Copied.Contract
            """)).ShouldEndWith(0);
        string project = Path.Combine(author.WorkingDirectory, "templates/Copied.Contract/src/Copied.Contract/Copied.Contract.csproj");
        XDocument document = XDocument.Load(project);
        document.Root!.Add(new XElement("ItemGroup", new XElement(
            "PackageReference", new XAttribute("Include", "VectorHost.Abstractions"), new XAttribute("Version", "1.0.0"))));
        document.Save(project);

        ShellResult refused = await author.RunAsync($"dotnet build '{project}'");

        Assert.That(refused.Output, Does.Contain("error VH2001: VectorHost.Abstractions.dll is in the plugin's output"), refused.Output);
        Assert.That(refused.Output, Does.Contain("ExcludeAssets=\"runtime\""));
        refused.ShouldEndWith(1);

        document.Descendants("PackageReference").Last().SetAttributeValue("ExcludeAssets", "runtime");
        document.Save(project);
        (await author.RunAsync($"dotnet build '{project}'")).ShouldEndWith(0);
    }
}
