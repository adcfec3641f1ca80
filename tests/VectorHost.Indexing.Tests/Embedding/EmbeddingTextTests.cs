using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Tests.Embedding;

public sealed class EmbeddingTextTests
{
    [Test]
    public void A_chunk_is_embedded_with_the_words_of_its_path() =>
        Assert.That(
            EmbeddingText.ForChunk("src/Net/HttpRetry.cs", "void Retry() { }\n"),
            Is.EqualTo("src Net HttpRetry cs\nvoid Retry() { }\n"));

    [TestCase("", "text", "\ntext")]
    [TestCase("Makefile", "", "Makefile\n")]
    public void Either_may_be_empty(string path, string text, string expected) =>
        Assert.That(EmbeddingText.ForChunk(path, text), Is.EqualTo(expected));
}
