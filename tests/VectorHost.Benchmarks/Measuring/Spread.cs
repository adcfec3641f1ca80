using System.Globalization;
using System.Runtime.InteropServices;

namespace VectorHost.Benchmarks.Measuring;

/// <summary>A number that was measured several times.</summary>
/// <param name="Median">The middle.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <summary>Summarizes values.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(Percentile(sorted, 0.5), sorted[0], sorted[^1]);
    }

    /// <summary>The value below which a part of the others lies; between two of them, their weighted mean.</summary>
    /// <param name="sorted">At least one value, rising.</param>
    /// <param name="part">The part, 0 to 1.</param>
    public static double Percentile(double[] sorted, double part)
    {
        double position = part * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>Three digits that count.</summary>
    public static string Format(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 100 => "N0",
            >= 10 => "F1",
            >= 1 => "F2",
            _ => "F3",
        },
        CultureInfo.InvariantCulture);

    /// <summary>A part of 1, such as recall.</summary>
    public static string FormatPart(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>The median, and where the rounds differ, their range.</summary>
    public override string ToString() => Min == Max ? Format(Median) : $"{Format(Median)} ({Format(Min)}–{Format(Max)})";
}
