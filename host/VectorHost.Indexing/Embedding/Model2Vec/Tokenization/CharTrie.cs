using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>Finds the entries that a text begins with, character by character, without making strings.</summary>
internal sealed class CharTrie
{
    /// <summary>The node before the first character.</summary>
    public const int Root = 0;

    /// <summary>There is no such node, or no entry ends at it.</summary>
    public const int None = -1;

    private readonly Dictionary<long, int> _children = [];
    private readonly List<int> _entries = [None];

    /// <summary>Adds an entry; the last of equal ones counts.</summary>
    /// <param name="text">The entry.</param>
    /// <param name="number">Its number, not negative.</param>
    public void Add(ReadOnlySpan<char> text, int number)
    {
        int node = Root;
        foreach (char c in text)
        {
            ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, Key(node, c), out bool exists);
            if (!exists)
            {
                child = _entries.Count;
                _entries.Add(None);
            }

            node = child;
        }

        _entries[node] = number;
    }

    /// <summary>Goes on by one character.</summary>
    /// <returns>The next node, or <see cref="None"/>.</returns>
    public int Next(int node, char c) => _children.TryGetValue(Key(node, c), out int child) ? child : None;

    /// <summary>The number of the entry that ends at a node, or <see cref="None"/>.</summary>
    public int EntryAt(int node) => _entries[node];

    /// <summary>Finds a whole entry.</summary>
    /// <returns>Its number, or <see cref="None"/>.</returns>
    public int Find(ReadOnlySpan<char> text)
    {
        int node = Root;
        foreach (char c in text)
        {
            node = Next(node, c);
            if (node == None)
            {
                return None;
            }
        }

        return _entries[node];
    }

    /// <summary>Finds the longest entry that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">Its number, or <see cref="None"/>.</param>
    /// <returns>Its length.</returns>
    public int FindLongest(ReadOnlySpan<char> text, out int number)
    {
        number = None;
        int longest = 0;
        int node = Root;
        for (int i = 0; i < text.Length; i++)
        {
            node = Next(node, text[i]);
            if (node == None)
            {
                break;
            }

            if (_entries[node] != None)
            {
                number = _entries[node];
                longest = i + 1;
            }
        }

        return longest;
    }

    private static long Key(int node, char c) => ((long)node << 16) | c;
}
