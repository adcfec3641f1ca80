using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>The vector that a search is for, in the forms that a scan needs.</summary>
/// <param name="numbers">The vector.</param>
/// <param name="isExact">Whether no hit may be missed, however unlikely that is.</param>
/// <param name="rowCount">How many rows are searched, of all repositories.</param>
internal sealed class QueryVector(ReadOnlyMemory<float> numbers, bool isExact, long rowCount)
{
    private ScalarQuery? _scalar;
    private BinaryQuery? _plain;

    /// <summary>The vector.</summary>
    public ReadOnlySpan<float> Numbers => numbers.Span;

    /// <summary>Whether no hit may be missed.</summary>
    public bool IsExact => isExact;

    /// <summary>How many rows are searched, of all repositories.</summary>
    public long RowCount => rowCount;

    /// <summary>The vector as 16-bit numbers.</summary>
    public ScalarQuery Scalar => _scalar ??= new ScalarQuery(numbers.Span);

    /// <summary>The vector as tables for <see cref="BitForm.Plain"/>.</summary>
    public BinaryQuery Plain => _plain ??= new BinaryQuery(
        numbers.Span, new float[numbers.Length], new Rotation(CodeLayout.Padded(numbers.Length)));
}
