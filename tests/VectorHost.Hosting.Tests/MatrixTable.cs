using VectorHost.Hosting.Tests.Matrix;

namespace VectorHost.Hosting.Tests;

/// <summary>Leaves the failure matrix with the outcome of each test in the folder of the test assembly.</summary>
[SetUpFixture]
public sealed class MatrixTable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "MatrixTable.md";

    /// <summary>Writes it when all tests have ended.</summary>
    [OneTimeTearDown]
    public void Write()
    {
        File.WriteAllText(Path.Combine(TestContext.CurrentContext.WorkDirectory, FileName), MatrixOutcomes.Write());
    }
}
