namespace VectorHost.Hosting.Tests;

/// <summary>Says which row of the failure matrix a test shows.</summary>
/// <param name="row">The row's number.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MatrixRowAttribute(int row) : PropertyAttribute("MatrixRow", row)
{
    /// <summary>The row's number.</summary>
    public int Row { get; } = row;
}
