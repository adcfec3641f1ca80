using System.Buffers.Binary;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class StaticModelTests
{
    private static readonly byte[] Good = new ModelBytes().ToArray();

    private static IEnumerable<TestCaseData<byte[], string>> BadFiles =>
    [
        new([], "not a static embedding model") { TestName = "{m}(empty)" },
        new("<html>Not found: sign in to download this model</html>"u8.ToArray(), "not a static embedding model") { TestName = "{m}(a page)" },
        new(new ModelBytes { Signature = "VHSTATIK" }.ToArray(), "not a static embedding model") { TestName = "{m}(other signature)" },
        new(new ModelBytes { Version = 2 }.ToArray(), "format is version 2") { TestName = "{m}(newer)" },
        new(new ModelBytes { Tokens = "99" }.ToArray(), "version 99") { TestName = "{m}(other tokens)" },
        new(Good[..^1], "cut short or altered") { TestName = "{m}(a byte short)" },
        new(Good[..36], "cut short or altered") { TestName = "{m}(cut behind the header)" },
        new(Good[..20], "not a static embedding model") { TestName = "{m}(cut in the header)" },
        new([.. Good, 0], "cut short or altered") { TestName = "{m}(a byte more)" },
        new(Spoilt(12, int.MaxValue), "cut short or altered") { TestName = "{m}(enormous number of words)" },
        new(Spoilt(12, -1), "cut short or altered") { TestName = "{m}(negative number of words)" },
        new(Spoilt(16, int.MaxValue), "cut short or altered") { TestName = "{m}(enormous words)" },
        new(new ModelBytes { Dimensions = 0 }.ToArray(), "cut short or altered") { TestName = "{m}(no dimensions)" },
        new(new ModelBytes { Words = ["cat", "block", "dog", "keyvalu", "list"] }.ToArray(), "not sorted") { TestName = "{m}(unsorted)" },
        new(new ModelBytes { Words = ["block", "cat", "cat", "keyvalu", "list"] }.ToArray(), "not sorted") { TestName = "{m}(a word twice)" },
        new(new ModelBytes { Words = ["block", "cat", "", "keyvalu", "list"] }.ToArray(), "not sorted") { TestName = "{m}(an empty word)" },
        new(new ModelBytes { Words = ["block", "cat", "dog", "keyvalu"], WordCount = 5 }.ToArray(), "not as many") { TestName = "{m}(a word too few)" },
        new(new ModelBytes { Words = ["block", "cat", "dog", "keyvalu", "list", "tail"], WordCount = 5 }.ToArray(), "not as many") { TestName = "{m}(a word too many)" },
        new(new ModelBytes { Scales = [1, 1, float.NaN, 1, 1] }.ToArray(), "not finite") { TestName = "{m}(not a number)" },
        new(new ModelBytes { Scales = [1, 1, -1, 1, 1] }.ToArray(), "negative") { TestName = "{m}(negative scale)" },
    ];

    [Test]
    public void The_model_that_ships_can_be_read() =>
        Assert.That(StaticModel.Default, Has.Property("Dimensions").EqualTo(256));

    [Test]
    public void A_model_is_named_by_its_content()
    {
        StaticModel one = StaticModel.Read(Good);
        StaticModel other = StaticModel.Read(new ModelBytes { Scales = [1, 0.5f, 1, 1, 2] }.ToArray());
        Assert.That(one.Name, Does.Match("^code-5-[0-9a-f]{8}$").And.EqualTo(StaticModel.Read(Good).Name).And.Not.EqualTo(other.Name));
    }

    [TestCaseSource(nameof(BadFiles))]
    public void A_bad_file_is_an_error_that_says_what_is_wrong(byte[] file, string reason) =>
        Assert.That(() => StaticModel.Read(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason));

    [Test]
    public void Any_byte_that_changed_is_noticed()
    {
        for (int offset = 0; offset < Good.Length; offset++)
        {
            byte[] file = [.. Good];
            file[offset] ^= 4;
            Assert.That(() => StaticModel.Read(file), Throws.TypeOf<InvalidDataException>(), $"byte {offset}");
        }
    }

    private static byte[] Spoilt(int offset, int value) =>
        new ModelBytes { Spoil = file => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value) }.ToArray();
}
