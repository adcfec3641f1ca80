using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>
/// Searches a <see cref="CodeImage"/>: a cheap bound on the score of every row, then a closer look at the rows whose
/// bound reaches the worst hit so far, the last of which is the float32 score itself.
/// </summary>
/// <remarks>
/// The bound is that of <see cref="ScalarQuery"/>, which no score exceeds: so nothing is missed. Where that pays, and
/// the search need not be exact, it is that of <see cref="BinaryQuery"/>, which a score rarely exceeds, and then that of
/// <see cref="ScalarQuery"/>.
/// </remarks>
/// <param name="image">What is searched.</param>
/// <param name="query">The question.</param>
/// <param name="top">The hits so far.</param>
internal sealed class CodeScan(CodeImage image, QueryVector query, TopCandidates top)
{
    // Whole blocks whose bounds stay in the cache of the processor; between two, a search can be cancelled.
    private const int PartRows = 512 * BinaryKernels.BlockRows;

    // The more hits are asked for, the more rows estimates cannot rule out. From so many rows for each hit on, and this many
    // in all, looking closer at those takes less time than finding the bounds of all by their levels.
    private const int FewestRowsOfHit = 1_500;

    // How far ahead a row's cache lines are asked for.
    private const int Ahead = 8;

    private readonly ScalarQuery _scalar = query.Scalar;

    /// <summary>Offers every row that may be among the best.</summary>
    public void ScoreAll(CancellationToken cancellationToken)
    {
        BinaryQuery? binary = ChooseBits();
        float[] bounds = ArrayPool<float>.Shared.Rent(PartRows);
        int[] work = ArrayPool<int>.Shared.Rent(PartRows);
        try
        {
            for (int first = 0; first < image.Layout.Count; first += PartRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> part = bounds.AsSpan(0, Math.Min(PartRows, image.Layout.BlockedCount - first));
                FindBounds(binary, first, part, work.AsSpan(0, part.Length));
                part = part[..Math.Min(part.Length, image.Layout.Count - first)];
                if (!top.IsFull)
                {
                    ScoreHighest(first, part, binary is not null);
                }

                int count = Select(part, top.Threshold > -1 ? top.Threshold : float.NegativeInfinity, work);
                ScoreRows(first, part, work.AsSpan(0, count), binary is not null);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(bounds);
            ArrayPool<int>.Shared.Return(work);
        }
    }

    /// <summary>Offers those of some rows that may be among the best.</summary>
    /// <returns>False where a row has no vector.</returns>
    public bool TryScore(IReadOnlyList<long> rowIds, CancellationToken cancellationToken)
    {
        for (int i = 0; i < rowIds.Count; i++)
        {
            if (i % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int row = image.Find(rowIds[i]);
            if (row < 0)
            {
                return false;
            }

            if (CanReach(ScalarBound(row)))
            {
                ScoreVector(row);
            }
        }

        return true;
    }

    /// <summary>Finds the rows of a part whose bounds are not below a threshold.</summary>
    private static int Select(ReadOnlySpan<float> bounds, float threshold, Span<int> rows)
    {
        int count = 0;
        int row = 0;
        Vector<float> thresholds = new(threshold);
        for (; row <= bounds.Length - Vector<float>.Count; row += Vector<float>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<float>(bounds[row..]), thresholds))
            {
                for (int i = row; i < row + Vector<float>.Count; i++)
                {
                    rows[count] = i;
                    count += bounds[i] >= threshold ? 1 : 0;
                }
            }
        }

        for (; row < bounds.Length; row++)
        {
            rows[count] = row;
            count += bounds[row] >= threshold ? 1 : 0;
        }

        return count;
    }

    private BinaryQuery? ChooseBits()
    {
        if (query.IsExact || query.RowCount / FewestRowsOfHit < top.Capacity)
        {
            return null;
        }

        return image.Layout.BitForm switch
        {
            BitForm.Plain => query.Plain,
            BitForm.Centered => new BinaryQuery(query.Numbers, image.Center, new Rotation(image.Layout.CodeDimensions)),
            _ => null,
        };
    }

    private void FindBounds(BinaryQuery? binary, int first, Span<float> bounds, Span<int> work)
    {
        if (binary is null)
        {
            int count = Math.Min(bounds.Length, image.Layout.Count - first);
            ScalarKernels.Dot(image.Levels(first, count), _scalar.Numbers, work[..count]);
            _scalar.FillBounds(work[..count], image.Scales(first, count), image.Residuals(first, count), image.LargestNorm, bounds);
        }
        else
        {
            Span<uint> sums = MemoryMarshal.Cast<int, uint>(work);
            BinaryKernels.Sum(image.Bits(first, bounds.Length), binary.Tables, sums);
            binary.FillBounds(
                sums, image.Factors(0, first, bounds.Length), image.Factors(1, first, bounds.Length), image.Factors(2, first, bounds.Length), bounds);
        }
    }

    /// <summary>
    /// Scores as many rows with the highest bounds as there are hits to be found, so that the others are measured
    /// against good hits from the start.
    /// </summary>
    private void ScoreHighest(int first, Span<float> bounds, bool isEstimated)
    {
        TopCandidates highest = new(Math.Min(top.Capacity, bounds.Length));
        for (int row = 0; row < bounds.Length; row++)
        {
            if (bounds[row] > highest.Threshold)
            {
                highest.Offer(new Candidate(bounds[row], Guid.Empty, row));
            }
        }

        Candidate[] candidates = highest.Drain();
        int[] rows = new int[candidates.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (int)candidates[i].RowId;
        }

        ScoreRows(first, bounds, rows, isEstimated);
        foreach (int row in rows)
        {
            // Below every threshold, the lowest included: it was offered.
            bounds[row] = float.NaN;
        }
    }

    private void ScoreRows(int first, ReadOnlySpan<float> bounds, ReadOnlySpan<int> rows, bool isEstimated)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (i + Ahead < rows.Length)
            {
                if (isEstimated)
                {
                    image.PrefetchLevels(first + rows[i + Ahead]);
                }
                else
                {
                    image.PrefetchVector(first + rows[i + Ahead]);
                }
            }

            // The threshold has risen since the rows were selected.
            int row = rows[i];
            if (CanReach(bounds[row]) && (!isEstimated || CanReach(ScalarBound(first + row))))
            {
                ScoreVector(first + row);
            }
        }
    }

    /// <summary>Whether a row with this bound may be among the best. Scores end at -1, whatever the bound.</summary>
    private bool CanReach(float bound) => bound >= top.Threshold || top.Threshold <= -1;

    // Called for thousands of rows a search, of which the first searches' would otherwise be looked at by code that is not optimized yet.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float ScalarBound(int row) => _scalar.UpperBound(
        ScalarKernels.Dot(image.Levels(row, 1), _scalar.Numbers), image.Scales(row, 1)[0], image.Residuals(row, 1)[0], image.LargestNorm);

    private void ScoreVector(int row)
    {
        float similarity = TensorPrimitives.Dot(query.Numbers, image.Vector(row));
        if (similarity >= top.Threshold || top.Threshold <= -1)
        {
            top.Offer(Candidate.Of(similarity, image.Id(row), image.RowId(row)));
        }
    }
}
