using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VectorHost.TestSupport;

/// <summary>Ports of 127.0.0.1 that tests listen on, or know that nobody does.</summary>
public static class LoopbackPorts
{
    private const int MostAttempts = 20;

    /// <summary>
    /// Begins to listen on a free port. An <see cref="HttpListener"/> cannot be given one by the system, and one that was free
    /// a moment ago may be taken: then another is tried.
    /// </summary>
    /// <returns>The listener, which the caller closes, and where it listens.</returns>
    /// <exception cref="HttpListenerException">One port after the other was taken.</exception>
    public static (HttpListener Listener, IPEndPoint EndPoint) ListenHttp()
    {
        for (int attempt = 1; ; attempt++)
        {
            IPEndPoint endPoint = new(IPAddress.Loopback, FindUnused());
            HttpListener listener = new();
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://{endPoint}/"));
            try
            {
                listener.Start();
                return (listener, endPoint);
            }
            catch (HttpListenerException) when (attempt < MostAttempts)
            {
                listener.Close();
            }
        }
    }

    /// <summary>A port on which nobody listens at the moment.</summary>
    public static int FindUnused()
    {
        using TcpListener probe = new(IPAddress.Loopback, port: 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
