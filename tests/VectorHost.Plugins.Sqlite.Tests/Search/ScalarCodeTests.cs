using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Tests.Search;

/// <summary>Vectors as 8-bit levels.</summary>
[TestFixture]
public sealed class ScalarCodeTests
{
    private delegate int Kernel(ReadOnlySpan<byte> levels, ReadOnlySpan<short> query);

    [TestCase(64)]
    [TestCase(128)]
    [TestCase(320)]
    [TestCase(1_024)]
    [TestCase(65_536)]
    public void Every_form_of_the_product_gives_the_same_integer(int dimensions)
    {
        List<Kernel> forms = [ScalarKernels.Dot];
        forms.AddRange(Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? [ScalarKernels.Dot512] : []);
        forms.AddRange(Avx2.IsSupported ? [ScalarKernels.Dot256] : []);
        forms.Add(ScalarKernels.Dot128);
        Random random = new(dimensions);
        byte[] levels = new byte[dimensions];
        random.NextBytes(levels);
        ScalarQuery query = new(RandomVectors.Uniform(1, dimensions, dimensions)[0]);

        int expected = ScalarKernels.DotPortable(levels, query.Numbers);

        Assert.That(expected, Is.Not.Zero);
        Assert.That(forms.Select(form => form(levels, query.Numbers)), Is.All.EqualTo(expected));
    }

    [TestCase(64)]
    [TestCase(4_096)]
    [TestCase(65_536)]
    public void The_largest_product_stays_within_31_bits(int dimensions)
    {
        // Every number as large as it can be, against the highest levels.
        ScalarQuery query = new(RandomVectors.Unit([.. Enumerable.Repeat(1f, dimensions)]));
        byte[] levels = [.. Enumerable.Repeat(byte.MaxValue, dimensions)];

        Assert.That(query.Numbers.ToArray().Sum(number => (long)number * byte.MaxValue), Is.LessThanOrEqualTo(int.MaxValue));
        Assert.That(ScalarKernels.Dot(levels, query.Numbers), Is.EqualTo(ScalarKernels.DotPortable(levels, query.Numbers)).And.Positive);
    }

    [Test]
    public void No_score_exceeds_the_bound_and_the_bound_is_near(
        [Values(1, 3, 64, 65, 256, 1_000, 5_000)] int dimensions, [Values] bool isClustered)
    {
        float[][] vectors = isClustered
            ? RandomVectors.Clustered(300, dimensions, seed: 1)
            : RandomVectors.Uniform(300, dimensions, seed: 1);
        byte[] levels = new byte[CodeLayout.Padded(dimensions)];
        double slack = 0;
        foreach (float[] query in vectors[..20])
        {
            ScalarQuery scalar = new(query);
            foreach (float[] vector in vectors)
            {
                (float scale, float residual, float norm) = ScalarEncoder.Encode(vector, levels);
                float bound = scalar.UpperBound(ScalarKernels.Dot(levels, scalar.Numbers), scale, residual, norm);
                float score = TensorPrimitives.Dot<float>(query, vector);
                Assert.That(bound, Is.GreaterThanOrEqualTo(score));
                slack = Math.Max(slack, bound - score);
            }
        }

        // A level is a 127th of the largest coordinate; half of it is lost at most, of each coordinate.
        Assert.That(slack, Is.LessThan(0.03));
    }

    [Test]
    public void The_bound_holds_where_the_error_of_every_coordinate_points_the_same_way()
    {
        // All but the first coordinate lie just below the middle between two levels, and the query sees only those.
        const int Dimensions = 256;
        float[] vector = [.. Enumerable.Range(0, Dimensions).Select(i => i == 0 ? 1.27f : 0.0149f)];
        float[] query = RandomVectors.Unit([.. Enumerable.Range(0, Dimensions).Select(i => i == 0 ? 0 : 1f)]);
        byte[] levels = new byte[Dimensions];

        (float scale, float residual, float norm) = ScalarEncoder.Encode(vector, levels);
        ScalarQuery scalar = new(query);
        float bound = scalar.UpperBound(ScalarKernels.Dot(levels, scalar.Numbers), scale, residual, norm);

        Assert.That(bound, Is.GreaterThanOrEqualTo(TensorPrimitives.Dot<float>(query, vector)).Within(0));
    }

    [Test]
    public void Bounds_of_many_rows_are_those_of_each()
    {
        const int Rows = 77;
        float[][] vectors = RandomVectors.Clustered(Rows, 256, seed: 2);
        ScalarQuery query = new(vectors[0]);
        byte[] levels = new byte[Rows * 256];
        float[] scales = new float[Rows];
        float[] residuals = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            (scales[row], residuals[row], _) = ScalarEncoder.Encode(vectors[row], levels.AsSpan(row * 256, 256));
        }

        int[] products = new int[Rows];
        float[] bounds = new float[Rows];
        ScalarKernels.Dot(levels, query.Numbers, products);
        query.FillBounds(products, scales, residuals, largestNorm: 1.1f, bounds);

        for (int row = 0; row < Rows; row++)
        {
            int product = ScalarKernels.DotPortable(levels.AsSpan(row * 256, 256), query.Numbers);
            Assert.That(products[row], Is.EqualTo(product));
            Assert.That(bounds[row], Is.EqualTo(query.UpperBound(product, scales[row], residuals[row], 1.1f)).Within(1e-6));
        }
    }

    [TestCase(0f)]
    [TestCase(1e-42f)]
    [TestCase(1e-30f)]
    [TestCase(1e15f)]
    public void A_vector_of_any_length_has_a_bound_that_holds(float length)
    {
        float[] vector = [.. RandomVectors.Uniform(1, 64, seed: 3)[0].Select(coordinate => coordinate * length)];
        float[] query = RandomVectors.Uniform(1, 64, seed: 4)[0];
        byte[] levels = new byte[64];

        (float scale, float residual, float norm) = ScalarEncoder.Encode(vector, levels);
        ScalarQuery scalar = new(query);

        Assert.That(
            scalar.UpperBound(ScalarKernels.Dot(levels, scalar.Numbers), scale, residual, norm),
            Is.GreaterThanOrEqualTo(TensorPrimitives.Dot<float>(query, vector)));
    }
}
