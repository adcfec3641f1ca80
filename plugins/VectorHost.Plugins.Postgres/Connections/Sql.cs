using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>
/// Statements and their parameters, <c>$1</c> and on. Statements given together travel together, in one transaction.
/// </summary>
internal static class Sql
{
    /// <summary>A statement.</summary>
    /// <param name="text">The SQL; names in it are quoted, values are parameters.</param>
    /// <param name="parameters">The values, in order.</param>
    [SuppressMessage("Security", "CA2100", Justification = "The only texts that are put together are names, quoted by CollectionNames, and numbers.")]
    public static NpgsqlBatchCommand Statement(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand statement = new(text);
        foreach (NpgsqlParameter parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Integer(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Texts(string[] values) =>
        new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    public static NpgsqlParameter Ids(Guid[] values) =>
        new NpgsqlParameter<Guid[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Vector(ReadOnlyMemory<float> vector) =>
        new NpgsqlParameter<float[]> { TypedValue = ToArray(vector), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real };

    /// <summary>Runs statements that answer nothing.</summary>
    public static async Task ExecuteAsync(
        this NpgsqlConnection connection, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        using NpgsqlBatch batch = connection.CreateBatch(statements);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs statements whose rows are then read, those of the first statement that has any at first.</summary>
    public static async Task<NpgsqlDataReader> QueryAsync(
        this NpgsqlConnection connection, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        using NpgsqlBatch batch = connection.CreateBatch(statements);
        return await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The one value that a statement answers, or the type's default where it answers no row or null.</summary>
    public static async Task<T?> ScalarAsync<T>(
        this NpgsqlConnection connection, NpgsqlBatchCommand statement, CancellationToken cancellationToken)
    {
        NpgsqlDataReader reader = await connection.QueryAsync(cancellationToken, statement).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.ValueOrDefault<T>(0) : default;
    }

    /// <summary>A value of the row at hand, or the type's default where it is null.</summary>
    public static T? ValueOrDefault<T>(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);

    private static NpgsqlBatch CreateBatch(this NpgsqlConnection connection, NpgsqlBatchCommand[] statements)
    {
        NpgsqlBatch batch = new(connection);
        foreach (NpgsqlBatchCommand statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }

    /// <summary>The vector as the array that it mostly is.</summary>
    public static float[] ToArray(ReadOnlyMemory<float> vector) =>
        MemoryMarshal.TryGetArray(vector, out ArraySegment<float> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : vector.ToArray();
}
