namespace VectorHost.Indexing.Tokens;

/// <summary>Makes numbers of a word, for <see cref="WordNumbers"/>.</summary>
/// <param name="word">The word as it is written.</param>
/// <param name="numbers">Where the numbers are added.</param>
internal delegate void WordReader(ReadOnlySpan<char> word, List<int> numbers);
