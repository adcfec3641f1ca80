using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Tests.Search;

/// <summary>Vectors as one bit a dimension.</summary>
[TestFixture]
public sealed class BinaryCodeTests
{
    private delegate void Kernel(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tables, Span<uint> sums);

    [TestCase(64)]
    [TestCase(192)]
    [TestCase(1_024)]
    [TestCase(1_088)]
    [TestCase(4_096)]
    public void Every_form_of_the_sum_gives_the_same_integers(int dimensions)
    {
        List<Kernel> forms = [];
        forms.AddRange(Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? [BinaryKernels.Sum512] : []);
        forms.AddRange(Avx2.IsSupported ? [BinaryKernels.Sum256] : []);
        forms.Add(BinaryKernels.Sum128);
        Random random = new(dimensions);
        byte[] blocks = new byte[3 * dimensions / 8 * BinaryKernels.BlockRows];
        random.NextBytes(blocks);
        byte[] tables = new byte[dimensions / 4 * BinaryKernels.GroupBytes];
        random.NextBytes(tables);

        uint[] expected = new uint[3 * BinaryKernels.BlockRows];
        for (int block = 0; block < 3; block++)
        {
            BinaryKernels.SumPortable(blocks.AsSpan(block * tables.Length, tables.Length), tables, expected.AsSpan(block * BinaryKernels.BlockRows, BinaryKernels.BlockRows));
        }

        uint[] together = new uint[expected.Length];
        BinaryKernels.Sum(blocks, tables, together);
        Assert.That(together, Is.EqualTo(expected));
        foreach (Kernel form in forms)
        {
            uint[] sums = [.. Enumerable.Repeat(7u, BinaryKernels.BlockRows)];
            form(blocks.AsSpan(0, tables.Length), tables, sums);
            Assert.That(sums, Is.EqualTo(expected[..BinaryKernels.BlockRows]));
        }
    }

    [Test]
    public void The_largest_worths_do_not_overflow([Values(1_024, 1_088, 2_112)] int dimensions)
    {
        byte[] tables = [.. Enumerable.Repeat(byte.MaxValue, dimensions / 4 * BinaryKernels.GroupBytes)];
        uint[] sums = new uint[BinaryKernels.BlockRows];

        BinaryKernels.Sum(new byte[tables.Length], tables, sums);

        Assert.That(sums, Is.All.EqualTo(dimensions / 4 * 255));
    }

    [TestCase(64)]
    [TestCase(192)]
    [TestCase(256)]
    [TestCase(768)]
    [TestCase(960)]
    [TestCase(1_536)]
    public void A_rotation_keeps_products_and_is_always_the_same(int dimensions)
    {
        float[][] vectors = RandomVectors.Clustered(2, dimensions, seed: 5);
        float[] left = [.. vectors[0]];
        float[] right = [.. vectors[1]];
        new Rotation(dimensions).Apply(left);
        new Rotation(dimensions).Apply(right);

        Assert.That(TensorPrimitives.Norm<float>(left), Is.EqualTo(1).Within(1e-5));
        Assert.That(TensorPrimitives.Dot<float>(left, right), Is.EqualTo(TensorPrimitives.Dot<float>(vectors[0], vectors[1])).Within(1e-5));
        Assert.That(TensorPrimitives.Distance<float>(left, vectors[0]), Is.GreaterThan(0.5));
    }

    [TestCase(64)]
    [TestCase(192)]
    [TestCase(768)]
    [TestCase(960)]
    public void A_rotation_spreads_one_coordinate_over_all(int dimensions)
    {
        Rotation rotation = new(dimensions);
        foreach (int axis in new[] { 0, 1, dimensions / 2, dimensions - 1 })
        {
            float[] vector = new float[dimensions];
            vector[axis] = 1;
            rotation.Apply(vector);

            Assert.That(TensorPrimitives.MaxMagnitude<float>(vector), Is.LessThan(6 / Math.Sqrt(dimensions)).And.GreaterThan(-6 / Math.Sqrt(dimensions)));
        }
    }

    [Test]
    public void Estimates_are_right_on_average_and_as_uncertain_as_they_say(
        [Values(64, 100, 256, 768)] int dimensions, [Values(BitForm.Plain, BitForm.Centered)] object bitForm)
    {
        BitForm form = (BitForm)bitForm;
        const int Rows = 1_024;
        float[][] vectors = RandomVectors.Clustered(Rows + 50, dimensions, seed: 6);
        CodeLayout layout = new(Rows, dimensions, form);
        using CodeMemory memory = new(layout);
        CodeBuilder builder = new(layout, memory);
        for (int row = 0; row < Rows; row++)
        {
            vectors[row].CopyTo(builder.Add(row, Guid.Empty));
        }

        using CodeImage image = memory.ToImage(builder.Complete(CancellationToken.None));
        Rotation rotation = new(CodeLayout.Padded(dimensions));
        List<double> errors = [];
        foreach (float[] query in vectors[Rows..])
        {
            BinaryQuery binary = new(query, image.Center, rotation);
            uint[] sums = new uint[Rows];
            float[] estimates = new float[Rows];
            float[] bounds = new float[Rows];
            BinaryKernels.Sum(image.Bits(0, Rows), binary.Tables, sums);
            binary.FillBounds(sums, image.Factors(0, 0, Rows), image.Factors(1, 0, Rows), new float[Rows], estimates);
            binary.FillBounds(sums, image.Factors(0, 0, Rows), image.Factors(1, 0, Rows), image.Factors(2, 0, Rows), bounds);

            // In units of what the bound allows for.
            errors.AddRange(Enumerable.Range(0, Rows).Select(row =>
                (double)(TensorPrimitives.Dot<float>(query, vectors[row]) - estimates[row]) / (bounds[row] - estimates[row])));
        }

        Assert.That(errors.Average(), Is.Zero.Within(0.05));
        Assert.That(errors.Count(error => error > 1) / (double)errors.Count, Is.LessThan(0.015));
        Assert.That(errors.Count(error => Math.Abs(error) > 0.2) / (double)errors.Count, Is.GreaterThan(0.3), "The bound is far too wide.");
    }

    [Test]
    public void A_row_at_the_centre_is_estimated_exactly()
    {
        float[] vector = RandomVectors.Uniform(1, 64, seed: 8)[0];
        byte[] block = new byte[64 / 8 * BinaryKernels.BlockRows];

        BinaryFactors factors = new BinaryEncoder(vector, new Rotation(64)).Encode(vector, block, row: 3);

        Assert.That(factors, Is.EqualTo(new BinaryFactors(TensorPrimitives.Dot<float>(vector, vector), 0, 0)));
    }
}
