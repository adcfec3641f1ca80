using System.Runtime.InteropServices;

namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>What a row needs besides its bits: see <see cref="BinaryQuery"/>.</summary>
/// <param name="Base">c·x: the product of the centre and the row.</param>
/// <param name="Scale">What the sum of signed query coordinates is multiplied by.</param>
/// <param name="Deviation">The standard deviation of the estimate, for a query at distance 1 from the centre.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BinaryFactors(float Base, float Scale, float Deviation);
