using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>The vectors of a repository large enough for codes.</summary>
/// <param name="scope">Whose vectors these are, and of when.</param>
/// <param name="image">The vectors and their codes; taken over.</param>
/// <param name="isFromFile">Whether they come from a file of codes.</param>
internal sealed class CodedVectors(SearchScope scope, CodeImage image, bool isFromFile) : ScopeVectors(scope)
{
    /// <summary>From this many vectors in a search on, codes are quicker than comparing every vector.</summary>
    public const int FewestRows = 4096;

    /// <summary>From this many vectors on, codes of one bit a dimension are quicker than of eight, for ten hits.</summary>
    public const int FewestBitRows = 32_768;

    /// <summary>
    /// Which codes of one bit a dimension a repository has. A small one has codes at all only where it is searched together
    /// with others, and then those that are quickly made ready for.
    /// </summary>
    /// <param name="count">How many vectors it has.</param>
    public static BitForm BitFormOf(int count) =>
        count >= FewestBitRows ? BitForm.Centered : count >= FewestRows ? BitForm.None : BitForm.Plain;

    /// <inheritdoc/>
    public override int Count => image.Layout.Count;

    /// <summary>Whether they come from a file of codes, which need not be written then.</summary>
    public bool IsFromFile => isFromFile;

    /// <summary>The vectors and their codes.</summary>
    public CodeImage Image => image;

    /// <inheritdoc/>
    public override void Score(QueryVector query, TopCandidates top, CancellationToken cancellationToken) =>
        new CodeScan(image, query, top).ScoreAll(cancellationToken);

    /// <inheritdoc/>
    public override bool TryScore(QueryVector query, IReadOnlyList<long> rowIds, TopCandidates top, CancellationToken cancellationToken) =>
        new CodeScan(image, query, top).TryScore(rowIds, cancellationToken);

    /// <inheritdoc/>
    protected override void Free() => image.Dispose();
}
