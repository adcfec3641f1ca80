using System.Net;
using System.Text;

namespace VectorHost.TestServers.Faults;

/// <summary>One way in which a connection goes wrong, for <see cref="FaultProxy.Inject"/>.</summary>
/// <remarks>
/// A fault befalls an exchange: what a client sends until the server answers, and that answer. This fits every protocol
/// in which the client speaks first, HTTP/1.1 and that of PostgreSQL alike.
/// </remarks>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>The connection is reset before the server sees the request.</summary>
    public static Fault DropRequest { get; } = new(FaultKind.DropRequest);

    /// <summary>The connection is reset when the server has answered, and so has done what was asked.</summary>
    public static Fault DropAnswer { get; } = new(FaultKind.DropAnswer);

    /// <summary>The server does what was asked, and nothing of its answer arrives; the connection stays open.</summary>
    public static Fault Stall { get; } = new(FaultKind.Stall);

    /// <summary>Half of the answer arrives, of one over HTTP half of its body; then the connection is closed.</summary>
    public static Fault Halve { get; } = new(FaultKind.Halve);

    /// <summary>The answer is as long as it should be, and its bytes are others; of one over HTTP only those of its body.</summary>
    public static Fault Corrupt { get; } = new(FaultKind.Corrupt);

    /// <summary>The answer arrives byte by byte, so slowly that each read succeeds and the whole takes longer than anybody waits.</summary>
    public static Fault Trickle { get; } = new(FaultKind.Trickle);

    /// <summary>What to do with the exchange.</summary>
    internal FaultKind Kind { get; }

    /// <summary>How long <see cref="FaultKind.Delay"/> takes.</summary>
    internal TimeSpan Time { get; private init; }

    /// <summary>What <see cref="FaultKind.Answer"/> says.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>The answer is whole, and late.</summary>
    /// <param name="time">By how much.</param>
    public static Fault Delay(TimeSpan time) => new(FaultKind.Delay) { Time = time };

    /// <summary>The server never sees the request; somebody else answers it over HTTP, and closes the connection.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Whole lines, such as <c>Retry-After: 2</c>.</param>
    public static Fault Answer(HttpStatusCode status, string body = "", params IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(headers);
        string[] lines =
        [
            $"HTTP/1.1 {(int)status} {status}",
            $"Content-Length: {Encoding.UTF8.GetByteCount(body)}",
            "Connection: close",
            .. headers,
            "",
            body,
        ];
        return new Fault(FaultKind.Answer) { Bytes = Encoding.UTF8.GetBytes(string.Join("\r\n", lines)) };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == FaultKind.Answer
        ? Encoding.UTF8.GetString(Bytes.Span).Split("\r\n")[0]
        : Kind.ToString();
}
