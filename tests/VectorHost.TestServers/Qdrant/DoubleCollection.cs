using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>A collection that the double holds. Its caller holds the lock.</summary>
/// <param name="size">The length of its vectors.</param>
/// <param name="distance">How they are compared.</param>
/// <param name="metadata">What its maker wrote about it; undefined where nothing.</param>
internal sealed class DoubleCollection(int size, string distance, JsonElement metadata)
{
    private readonly SortedDictionary<PointId, DoublePoint> _points = new(PointId.Order);
    private readonly Queue<(Action Apply, int ReadsToWait)> _pending = [];
    private long _version;

    public int Size => size;

    public string Distance => distance;

    public JsonElement Metadata => metadata;

    /// <summary>The payload indexes as they were asked for.</summary>
    public Dictionary<string, JsonElement> Indexes { get; } = [];

    public IReadOnlyCollection<DoublePoint> Points => _points.Values;

    public DoublePoint? Find(PointId id) => _points.GetValueOrDefault(id);

    /// <summary>Makes a change now, after those that wait; or, where nobody waits for it, some reads later.</summary>
    /// <returns>The number of the operation.</returns>
    public long Change(bool isWaitedFor, Action change)
    {
        if (!isWaitedFor)
        {
            _pending.Enqueue((change, ReadsToWait: 2));
            return _version++;
        }

        while (_pending.TryDequeue(out (Action Apply, int ReadsToWait) earlier))
        {
            earlier.Apply();
        }

        change();
        return _version++;
    }

    /// <summary>Somebody reads: what was accepted before may become visible, later rather than sooner.</summary>
    public void NoteRead()
    {
        if (!_pending.TryPeek(out (Action Apply, int ReadsToWait) next))
        {
            return;
        }

        if (next.ReadsToWait == 0)
        {
            _pending.Dequeue().Apply();
            return;
        }

        int waiting = _pending.Count;
        for (int i = 0; i < waiting; i++)
        {
            (Action apply, int readsToWait) = _pending.Dequeue();
            _pending.Enqueue((apply, i == 0 ? readsToWait - 1 : readsToWait));
        }
    }

    public void Put(PointId id, float[] vector, JsonElement payload) =>
        _points[id] = new DoublePoint(id, DoubleDistance.Stored(distance, vector), payload, _version);

    public void Remove(Func<DoublePoint, bool> matches)
    {
        foreach (DoublePoint point in _points.Values.Where(matches).ToArray())
        {
            _points.Remove(point.Id);
        }
    }

    /// <exception cref="QdrantRefusalException">The length is another.</exception>
    public float[] ReadVector(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Array)
        {
            throw QdrantRefusalException.WrongInput("Conversion between multi and regular vectors failed");
        }

        float[] vector = [.. element.EnumerateArray().Select(number => number.GetSingle())];
        return vector.Length == size
            ? vector
            : throw QdrantRefusalException.WrongInput($"Vector dimension error: expected dim: {size}, got {vector.Length}");
    }
}
