using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>The socket under a connection, to close it when nothing else ends what the connection is at.</summary>
/// <remarks>
/// Npgsql gives it to nobody, hence the reach for its private members. Where a version of Npgsql has them no longer there
/// is no socket here, calls that are cancelled go on unseen until Npgsql gives up on them, and the tests of faults tell.
/// </remarks>
internal static class ConnectionSocket
{
    private const string Connector = "Npgsql.Internal.NpgsqlConnector, Npgsql";

    /// <summary>The socket of an open connection, or null where it cannot be had.</summary>
    public static Socket? Of(NpgsqlConnection connection)
    {
        try
        {
            return ConnectorOf(connection) is { } connector ? SocketOf(connector) : null;
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    [return: UnsafeAccessorType(Connector)]
    private static extern object? ConnectorOf(NpgsqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket? SocketOf([UnsafeAccessorType(Connector)] object connector);
}
