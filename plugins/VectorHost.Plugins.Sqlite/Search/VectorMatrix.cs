using System.Numerics.Tensors;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>The vectors of a small repository, one after the other in memory, in the order of their rows, all of which are compared.</summary>
internal sealed class VectorMatrix : ScopeVectors
{
    // Blocks of about a megabyte: no array grows past what the runtime allows, and between two a search can be cancelled.
    private const int BlockNumbers = 1 << 18;

    private readonly int _blockRows;
    private readonly long[] _rowIds;
    private readonly Guid[] _ids;
    private readonly float[][] _blocks;

    private VectorMatrix(SearchScope scope, int count)
        : base(scope)
    {
        _blockRows = Math.Max(1, BlockNumbers / Math.Max(1, scope.Dimensions));
        _rowIds = new long[count];
        _ids = new Guid[count];
        _blocks = new float[(count + _blockRows - 1) / _blockRows][];
    }

    /// <inheritdoc/>
    public override int Count => _rowIds.Length;

    /// <summary>Reads a repository's vectors.</summary>
    public static VectorMatrix Read(
        SqliteConnection connection, SearchScope scope, int count, SqliteFailures failures, CancellationToken cancellationToken)
    {
        VectorMatrix matrix = new(scope, count);
        VectorRows.Read(connection, scope, count, failures, matrix.Add, cancellationToken);
        return matrix;
    }

    /// <inheritdoc/>
    public override void Score(QueryVector query, TopCandidates top, CancellationToken cancellationToken)
    {
        for (int first = 0; first < Count; first += _blockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScoreBlock(query.Numbers, first, top);
        }
    }

    /// <inheritdoc/>
    public override bool TryScore(QueryVector query, IReadOnlyList<long> rowIds, TopCandidates top, CancellationToken cancellationToken)
    {
        int scored = 0;
        foreach (long rowId in rowIds)
        {
            if (scored++ % _blockRows == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int row = Array.BinarySearch(_rowIds, rowId);
            if (row < 0)
            {
                return false;
            }

            Offer(TensorPrimitives.Dot(query.Numbers, VectorOf(row)), row, top);
        }

        return true;
    }

    private Span<float> Add(int row, long rowId, Guid id)
    {
        if (row % _blockRows == 0)
        {
            int rows = Math.Min(_blockRows, Count - row);
            _blocks[row / _blockRows] = GC.AllocateUninitializedArray<float>(rows * Scope.Dimensions);
        }

        _rowIds[row] = rowId;
        _ids[row] = id;
        return VectorOf(row);
    }

    // Finding a row's vector takes two divisions, a third of the time of its product: rows that lie one after the other need none.
    private void ScoreBlock(ReadOnlySpan<float> query, int first, TopCandidates top)
    {
        ReadOnlySpan<float> vectors = _blocks[first / _blockRows];
        int end = Math.Min(first + _blockRows, Count);
        for (int row = first; row < end; row++)
        {
            Offer(TensorPrimitives.Dot(query, vectors[..query.Length]), row, top);
            vectors = vectors[query.Length..];
        }
    }

    private void Offer(float similarity, int row, TopCandidates top)
    {
        if (similarity >= top.Threshold || top.Threshold <= -1)
        {
            top.Offer(Candidate.Of(similarity, _ids[row], _rowIds[row]));
        }
    }

    private Span<float> VectorOf(int row) =>
        _blocks[row / _blockRows].AsSpan(row % _blockRows * Scope.Dimensions, Scope.Dimensions);
}
