using System.Globalization;

namespace VectorHost.TestServers.Pinecone;

/// <summary>All indexes of a double.</summary>
internal sealed class PineconeIndexes(PineconeDoubleOptions options)
{
    private readonly Dictionary<string, PineconeIndexState> _byName = [];
    private readonly Lock _gate = new();
    private int _made;

    /// <summary>How the double behaves.</summary>
    public PineconeDoubleOptions Options { get; } = options;

    /// <summary>All of them.</summary>
    public IReadOnlyList<PineconeIndexState> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _byName.Values];
            }
        }
    }

    /// <summary>The index of a name; null where there is none.</summary>
    public PineconeIndexState? Find(string name)
    {
        lock (_gate)
        {
            return _byName.GetValueOrDefault(name);
        }
    }

    /// <summary>The index whose data plane has a path; null where there is none.</summary>
    public PineconeIndexState? FindByKey(string key) => All.FirstOrDefault(index => index.Key == key && index.UntilGone is null);

    /// <summary>Makes an index that is ready.</summary>
    public void Add(string name, int dimension, string metric) =>
        TryAdd(name, key => new PineconeIndexState(name, key, Options.RequestsUntilVisible) { Dimension = dimension, Metric = metric });

    /// <summary>Makes an index unless the name is taken.</summary>
    public bool TryAdd(string name, Func<string, PineconeIndexState> make)
    {
        lock (_gate)
        {
            // Each has an address of its own, also where one of that name was there before.
            return _byName.TryAdd(name, make(string.Create(CultureInfo.InvariantCulture, $"{name}-{++_made}")));
        }
    }

    /// <summary>Forgets an index at once.</summary>
    public void Remove(string name)
    {
        lock (_gate)
        {
            _byName.Remove(name);
        }
    }
}
