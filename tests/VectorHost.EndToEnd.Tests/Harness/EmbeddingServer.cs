using System.Net;
using System.Text.Json;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A server on the loopback interface that speaks OpenAI's <c>/v1/embeddings</c> and gives 8 dimensions.</summary>
public sealed class EmbeddingServer : IDisposable
{
    /// <summary>The length of its vectors.</summary>
    public const int Dimensions = 8;

    private readonly HttpListener _listener;

    /// <summary>Starts.</summary>
    public EmbeddingServer()
    {
        (_listener, IPEndPoint endPoint) = LoopbackPorts.ListenHttp();
        Endpoint = $"http://{endPoint}/v1";
        _ = ServeAsync();
    }

    /// <summary>The setting <c>embedding.openai.endpoint</c> that leads here.</summary>
    public string Endpoint { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                JsonElement request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream);
                await JsonSerializer.SerializeAsync(context.Response.OutputStream, Answer(request));
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static object Answer(JsonElement request)
    {
        JsonElement input = request.GetProperty("input");
        string[] texts = input.ValueKind == JsonValueKind.Array ? input.Deserialize<string[]>()! : [input.GetString()!];
        return new
        {
            @object = "list",
            model = "tiny",
            data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Embed(text) }),
        };
    }

    /// <summary>How often each kind of letter stands in a text: enough for texts to differ.</summary>
    private static float[] Embed(string text)
    {
        float[] counts = new float[Dimensions];
        foreach (char letter in text)
        {
            counts[letter % Dimensions]++;
        }

        return counts;
    }
}
