using VectorHost.TestServers.Pinecone;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>One double for all tests that need nothing special of it; each has an index of its own.</summary>
[SetUpFixture]
public sealed class SharedDouble
{
    private static PineconeDouble? _service;
    private static PineconeDouble? _serviceOfOnePort;

    /// <summary>The double.</summary>
    public static PineconeDouble Service => _service ?? throw new InvalidOperationException("The double is not started.");

    /// <summary>One with both planes on one port, for a proxy that leads there.</summary>
    public static PineconeDouble ServiceOfOnePort => _serviceOfOnePort ?? throw new InvalidOperationException("The double is not started.");

    [OneTimeSetUp]
    public async Task Start()
    {
        _service = await PineconeDouble.StartAsync();
        _serviceOfOnePort = await PineconeDouble.StartAsync(new() { SharesPort = true });
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_serviceOfOnePort is not null)
        {
            await _serviceOfOnePort.DisposeAsync();
        }
    }
}
