namespace VectorHost.Hosting.Tests.Matrix;

public sealed class FailureMatrixTests
{
    private const int Rows = 80;

    [Test]
    public void Every_row_of_the_failure_matrix_has_a_test()
    {
        int[] shown = [.. MatrixOutcomes.TestsByRow.Select(row => row.Key), .. FailureMatrix.Elsewhere.Select(test => test.Row)];

        Assert.That(FailureMatrix.Cases, Has.Count.EqualTo(Rows));
        Assert.That(Enumerable.Range(1, Rows).Except(shown), Is.Empty, "rows without a test");
        Assert.That(shown, Has.All.InRange(1, Rows));
    }

    [Test]
    public void Every_test_of_another_project_that_is_listed_is_there()
    {
        foreach ((_, string file, string test) in FailureMatrix.Elsewhere)
        {
            Assert.That(File.ReadAllText(SourceTree.At(file)), Does.Contain($" {test}("), file);
        }
    }
}
