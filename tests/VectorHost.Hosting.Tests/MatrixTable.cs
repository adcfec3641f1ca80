using VectorHost.Hosting.Tests.Matrix;

namespace VectorHost.Hosting.Tests;

/// <summary>Leaves the failure matrix with the outcome of each test beside the results of a run.</summary>
[SetUpFixture]
public sealed class MatrixTable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "MatrixTable.md";

    /// <summary>Writes it when all tests have ended.</summary>
    [OneTimeTearDown]
    public void Write()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, FileName);
        File.WriteAllText(file, MatrixOutcomes.Write());
        TestContext.AddTestAttachment(file, "The failure matrix: row, case, test, outcome.");
    }
}
