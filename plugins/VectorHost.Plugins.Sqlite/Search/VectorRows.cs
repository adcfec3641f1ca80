using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Records;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>Reads vectors from the database.</summary>
internal static class VectorRows
{
    /// <summary>Takes a row and says where its vector is to be put.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <param name="rowId">Its number in the database.</param>
    /// <param name="id">The record's id.</param>
    public delegate Span<float> Receiver(int row, long rowId, Guid id);

    /// <summary>How many vectors a repository has.</summary>
    public static int Count(SqliteConnection connection, SearchScope scope)
    {
        using SqliteStatement count = connection.Prepare("SELECT count(*) FROM vector WHERE repository_id = ?");
        count.Bind(1, scope.Id);
        count.Step();
        return checked((int)count.GetInt64(0));
    }

    /// <summary>Reads all vectors of a repository in the order of their rows.</summary>
    public static void Read(
        SqliteConnection connection, SearchScope scope, int count, SqliteFailures failures, Receiver receiver, CancellationToken cancellationToken)
    {
        using SqliteStatement query = connection.Prepare(
            "SELECT row_id, id, embedding FROM vector WHERE repository_id = ? ORDER BY row_id");
        query.Bind(1, scope.Id);
        for (int row = 0; row < count; row++)
        {
            if (row % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!query.Step())
            {
                throw failures.Corrupt($"the index of the vectors of repository '{scope.Name}' lists more than there are");
            }

            ReadVector(query.GetBytes(2), receiver(row, query.GetInt64(0), query.GetGuid(1)), scope, failures);
        }
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
}
