using VectorHost.Abstractions;

namespace VectorHost.Conformance.Sequences;

/// <summary>Makes sequences, the same for the same seed.</summary>
internal sealed class StepGenerator(int seed)
{
    private readonly Random _random = new(seed);
    private int _version;

    /// <summary>Makes a sequence that ends with a look at everything.</summary>
    public IReadOnlyList<Step> Generate(int count) =>
    [
        .. Enumerable.Range(0, count - 2).Select(_ => Next()),
        new Step.Load(0, RecordFilter.All),
        new Step.ReadMetadata(1, Repository: null),
    ];

    private Step Next()
    {
        int user = _random.Next(2);
        return _random.Next(100) switch
        {
            < 35 => new Step.Save(user, Repository(), Numbers(), _version++),
            < 47 => new Step.Delete(user, Filter()),
            < 51 => new Step.Clear(user, Repository()),
            < 52 => new Step.Clear(user, Repository: null),
            < 67 => new Step.Load(user, Filter()),
            < 88 => new Step.Search(user, _random.Next(StepUniverse.QuestionCount), _random.Next(1, 30), _random.Next(3) == 0 ? RecordFilter.All : Filter()),
            < 96 => new Step.ReadMetadata(user, _random.Next(2) == 0 ? null : Repository()),
            _ => new Step.Reopen(user),
        };
    }

    /// <summary>A filter with one to three conditions, of which one is set in any case.</summary>
    private RecordFilter Filter()
    {
        int conditions = _random.Next(1, 16);
        return new RecordFilter
        {
            Repositories = (conditions & 1) == 0 ? null : Some(StepUniverse.Repositories),
            Paths = (conditions & 2) == 0 ? null : Some(StepUniverse.Paths),
            PathPrefix = (conditions & 4) == 0 ? null : One(StepUniverse.Prefixes),
            Ids = (conditions & 8) == 0 ? null : Ids(),
        };
    }

    private Guid[] Ids()
    {
        string repository = Repository();
        return [.. Numbers().Select(number => StepUniverse.Record(repository, number, 0).Id)];
    }

    private string Repository() => One(StepUniverse.Repositories);

    private int[] Numbers() => Some([.. Enumerable.Range(0, StepUniverse.RecordCount)]);

    private T One<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>Mostly a few of the values, now and then none or all, none of them twice.</summary>
    private T[] Some<T>(T[] values) => [.. values.OrderBy(_ => _random.Next()).Take(_random.Next(values.Length + 1))];

    private T[] Some<T>(IReadOnlyList<T> values) => Some<T>([.. values]);
}
