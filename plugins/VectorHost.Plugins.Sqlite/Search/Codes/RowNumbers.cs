using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>The few numbers of each row beside its codes, kept until all are known: their sections follow each other within pages.</summary>
/// <param name="layout">What lies where.</param>
internal sealed class RowNumbers(CodeLayout layout)
{
    private readonly float[] _scales = new float[2 * layout.BlockedCount];
    private readonly float[] _factors = layout.BitForm is BitForm.None ? [] : new float[3 * layout.BlockedCount];

    /// <summary>Keeps what belongs to a row's levels.</summary>
    public void Set(int row, float scale, float residual)
    {
        _scales[row] = scale;
        _scales[layout.BlockedCount + row] = residual;
    }

    /// <summary>Keeps what belongs to a row's bits.</summary>
    public void Set(int row, BinaryFactors factors)
    {
        _factors[row] = factors.Base;
        _factors[layout.BlockedCount + row] = factors.Scale;
        _factors[(2 * layout.BlockedCount) + row] = factors.Deviation;
    }

    /// <summary>Writes all of them.</summary>
    public void Write(CodeTarget target)
    {
        target.Write(layout.Scales, MemoryMarshal.AsBytes(_scales.AsSpan()));
        target.Write(layout.Factors, MemoryMarshal.AsBytes(_factors.AsSpan()));
    }
}
