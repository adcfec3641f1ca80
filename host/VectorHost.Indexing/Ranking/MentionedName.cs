namespace VectorHost.Indexing.Ranking;

/// <summary>The name of something in code, as a question mentions it.</summary>
/// <param name="Name">The name without what qualifies it.</param>
/// <param name="Qualifiers">What qualifies it, from the outside in: of <c>std::vector::push_back</c>, <c>std</c> and <c>vector</c>.</param>
public sealed record MentionedName(string Name, IReadOnlyList<string> Qualifiers);
