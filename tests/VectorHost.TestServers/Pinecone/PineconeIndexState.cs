using System.Text.Json;
using System.Text.Json.Nodes;

namespace VectorHost.TestServers.Pinecone;

/// <summary>An index of a double.</summary>
public sealed class PineconeIndexState
{
    private readonly Dictionary<string, PineconeNamespace> _namespaces = [];
    private readonly int _requestsUntilVisible;

    internal PineconeIndexState(string name, string key, int requestsUntilVisible)
    {
        Name = name;
        Key = key;
        _requestsUntilVisible = requestsUntilVisible;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The length of its vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>Its metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The cloud it is in.</summary>
    public string Cloud { get; init; } = "aws";

    /// <summary>The region it is in.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What somebody noted about it.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Whether it cannot be deleted.</summary>
    public bool IsProtected { get; set; }

    /// <summary>Whether it is not serverless but of pods.</summary>
    public bool IsOfPods { get; set; }

    /// <summary>Its state; where it is set, it does not become ready by itself.</summary>
    public string? State { get; set; }

    /// <summary>What it says of its host, in place of where it is.</summary>
    public string? Host { get; set; }

    /// <summary>Guards everything in it.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The first segment of the paths of its data plane.</summary>
    internal string Key { get; }

    /// <summary>How often it is described yet before it is ready.</summary>
    internal int UntilReady { get; set; }

    /// <summary>How often it is described yet before it is gone; null where it is not deleted.</summary>
    internal int? UntilGone { get; set; }

    /// <summary>The namespaces in which something can be seen.</summary>
    internal IReadOnlyList<string> NamespaceNames
    {
        get
        {
            lock (Gate)
            {
                return [.. _namespaces.Where(pair => !pair.Value.IsEmpty).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
            }
        }
    }

    internal IReadOnlyDictionary<string, PineconeRecord> WrittenRecords(string name)
    {
        lock (Gate)
        {
            return _namespaces.TryGetValue(name, out PineconeNamespace? found) ? found.Written() : new Dictionary<string, PineconeRecord>();
        }
    }

    /// <summary>Reads a namespace; null where there is none. Call it under the lock.</summary>
    internal PineconeNamespace? Find(string name)
    {
        if (!_namespaces.TryGetValue(name, out PineconeNamespace? found))
        {
            return null;
        }

        found.CountRequest();
        if (found.IsGone)
        {
            // The service forgets a namespace with its last record, and with it the numbers of its writes.
            _namespaces.Remove(name);
            return null;
        }

        return found;
    }

    /// <summary>Writes to a namespace, which need not be there. Call it under the lock.</summary>
    internal long Write(string name, Action<Dictionary<string, PineconeRecord>> change)
    {
        PineconeNamespace target = Find(name) ?? (_namespaces[name] = new PineconeNamespace(_requestsUntilVisible));
        return target.Write(change);
    }

    /// <summary>Describes it, and counts that.</summary>
    internal JsonObject Describe(Uri dataAddress)
    {
        lock (Gate)
        {
            string state = State ?? (UntilGone is not null ? "Terminating" : UntilReady-- > 0 ? "Initializing" : "Ready");
            return new JsonObject
            {
                ["name"] = Name,
                ["dimension"] = Dimension,
                ["metric"] = Metric,
                ["host"] = Host ?? $"{dataAddress.AbsoluteUri}{Key}",
                ["deletion_protection"] = IsProtected ? "enabled" : "disabled",
                ["tags"] = Tags is null ? new JsonObject() : JsonSerializer.SerializeToNode(Tags),
                ["spec"] = Spec(),
                ["status"] = new JsonObject { ["ready"] = state == "Ready", ["state"] = state },
                ["vector_type"] = "dense",
            };
        }
    }

    private JsonObject Spec() => IsOfPods
        ? new JsonObject
        {
            ["pod"] = new JsonObject { ["environment"] = "us-east-1-aws", ["pod_type"] = "p1.x1", ["pods"] = 1, ["replicas"] = 1, ["shards"] = 1 },
        }
        : new JsonObject
        {
            ["serverless"] = new JsonObject
            {
                ["cloud"] = Cloud,
                ["region"] = Region,
                ["read_capacity"] = new JsonObject { ["mode"] = "OnDemand", ["status"] = new JsonObject { ["state"] = "Ready" } },
            },
        };
}
