using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>The vector that a search is for, in the forms that a scan needs.</summary>
/// <param name="numbers">The vector.</param>
/// <param name="isExact">Whether no hit may be missed, however unlikely that is.</param>
internal sealed class QueryVector(ReadOnlyMemory<float> numbers, bool isExact)
{
    private ScalarQuery? _scalar;

    /// <summary>The vector.</summary>
    public ReadOnlySpan<float> Numbers => numbers.Span;

    /// <summary>Whether no hit may be missed.</summary>
    public bool IsExact => isExact;

    /// <summary>The vector as 16-bit numbers.</summary>
    public ScalarQuery Scalar => _scalar ??= new ScalarQuery(numbers.Span);
}
