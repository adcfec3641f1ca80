using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>A store with one mistake, and the tests of the suite that must find it.</summary>
/// <param name="Mistake">The mistake, as a part of a test's name.</param>
/// <param name="Wrap">Makes the store over a right one.</param>
/// <param name="FoundBy">The tests' names; each must fail in one of its cases at least.</param>
public sealed record WrongStore(string Mistake, Func<IVectorStore, IVectorStore> Wrap, params IReadOnlyList<string> FoundBy)
{
    /// <summary>Every one.</summary>
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        .. WrongRecords.All, .. WrongSaves.All, .. WrongSearches.All, .. WrongFilters.All, .. WrongLoads.All, .. WrongDeletes.All,
        .. WrongMetadata.All, .. WrongCalls.All,
    ];

    /// <inheritdoc/>
    public override string ToString() => Mistake;
}
