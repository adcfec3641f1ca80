using System.Numerics.Tensors;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>
/// The vectors of one repository as of one generation, one after the other in memory, in the order of their rows; not
/// changed once it is read.
/// </summary>
internal sealed class VectorMatrix
{
    // Blocks of about a megabyte: no array grows past what the runtime allows, and between two a search can be cancelled.
    private const int BlockNumbers = 1 << 18;

    private readonly int _blockRows;
    private readonly long[] _rowIds;
    private readonly Guid[] _ids;
    private readonly float[][] _blocks;

    private VectorMatrix(SearchScope scope, int count)
    {
        Scope = scope;
        _blockRows = Math.Max(1, BlockNumbers / Math.Max(1, scope.Dimensions));
        _rowIds = new long[count];
        _ids = new Guid[count];
        _blocks = new float[(count + _blockRows - 1) / _blockRows][];
    }

    /// <summary>Whose vectors these are, and of when.</summary>
    public SearchScope Scope { get; }

    /// <summary>How many vectors there are.</summary>
    public int Count => _rowIds.Length;

    /// <summary>Reads a repository's vectors.</summary>
    public static VectorMatrix Read(
        SqliteConnection connection, SearchScope scope, SqliteFailures failures, CancellationToken cancellationToken)
    {
        using SqliteStatement count = connection.Prepare("SELECT count(*) FROM vector WHERE repository_id = ?");
        count.Bind(1, scope.Id);
        count.Step();
        VectorMatrix matrix = new(scope, checked((int)count.GetInt64(0)));

        using SqliteStatement query = connection.Prepare(
            "SELECT row_id, id, embedding FROM vector WHERE repository_id = ? ORDER BY row_id");
        query.Bind(1, scope.Id);
        for (int row = 0; row < matrix.Count; row++)
        {
            if (!query.Step())
            {
                throw failures.Corrupt($"the index of the vectors of repository '{scope.Name}' lists more than there are");
            }

            if (row % matrix._blockRows == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(matrix._blockRows, matrix.Count - row);
                matrix._blocks[row / matrix._blockRows] = GC.AllocateUninitializedArray<float>(rows * scope.Dimensions);
            }

            matrix._rowIds[row] = query.GetInt64(0);
            matrix._ids[row] = query.GetGuid(1);
            ReadVector(query.GetBytes(2), matrix.VectorOf(row), scope, failures);
        }

        return matrix;
    }

    /// <summary>Reads a vector of a repository's, checking its length.</summary>
    public static void ReadVector(ReadOnlySpan<byte> bytes, Span<float> vector, SearchScope scope, SqliteFailures failures)
    {
        if (bytes.Length != vector.Length * sizeof(float))
        {
            throw failures.Corrupt($"a vector of repository '{scope.Name}' has {bytes.Length} bytes where {scope.Dimensions} dimensions take {vector.Length * sizeof(float)}");
        }

        VectorBytes.Read(bytes, vector);
    }

    /// <summary>Scores every vector.</summary>
    public void Score(ReadOnlySpan<float> query, TopCandidates top, CancellationToken cancellationToken)
    {
        for (int row = 0; row < Count; row++)
        {
            if (row % _blockRows == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Score(query, row, top);
        }
    }

    /// <summary>Scores the vectors of some rows.</summary>
    /// <returns>False where a row has no vector.</returns>
    public bool TryScore(ReadOnlySpan<float> query, IEnumerable<long> rowIds, TopCandidates top, CancellationToken cancellationToken)
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

            Score(query, row, top);
        }

        return true;
    }

    private void Score(ReadOnlySpan<float> query, int row, TopCandidates top) =>
        top.Offer(TensorPrimitives.Dot(query, VectorOf(row)), _ids[row], _rowIds[row]);

    private Span<float> VectorOf(int row) =>
        _blocks[row / _blockRows].AsSpan(row % _blockRows * Scope.Dimensions, Scope.Dimensions);
}
