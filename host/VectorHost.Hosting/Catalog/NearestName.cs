namespace VectorHost.Hosting.Catalog;

/// <summary>Finds what a user probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate that is a few slips of the keyboard away from a name, or a part of it.</summary>
    /// <returns><see langword="null"/> where none is near.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        int allowed = Math.Max(1, name.Length / 3);
        return candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= allowed || IsPartOf(name, candidate.Name))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static bool IsPartOf(string name, string candidate) =>
        Math.Min(name.Length, candidate.Length) >= 3 &&
        (candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(candidate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        const int Longest = 100;
        left = left[..Math.Min(left.Length, Longest)];
        right = right[..Math.Min(right.Length, Longest)];
        int width = right.Length + 1;
        int[] costs = new int[(left.Length + 1) * width];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    costs[(row * width) + column] = row + column;
                    continue;
                }

                int replaced = costs[((row - 1) * width) + column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                int best = Math.Min(replaced, 1 + Math.Min(costs[((row - 1) * width) + column], costs[(row * width) + column - 1]));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    best = Math.Min(best, 1 + costs[((row - 2) * width) + column - 2]);
                }

                costs[(row * width) + column] = best;
            }
        }

        return costs[^1];
    }
}
