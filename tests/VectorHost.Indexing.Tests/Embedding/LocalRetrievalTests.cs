using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Lexical;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.Indexing.Tests.Embedding;

/// <summary>Ten functions of several languages and ten questions in other words than theirs.</summary>
public sealed class LocalRetrievalTests
{
    private static readonly (string Path, string Text, string Question)[] Functions =
    [
        ("src/net/retry.go", "func (c *Client) doWithBackoff(req *Request) (*Response, error) {\n\tfor attempt := 0; attempt < c.maxRetries; attempt++ {\n\t\tresp, err := c.send(req)\n\t\tif err == nil { return resp, nil }\n\t\ttime.Sleep(backoff(attempt))\n\t}\n\treturn nil, ErrTooManyRetries\n}", "where are failed requests retried"),
        ("auth/password.py", "def hash_password(plain: str, salt: bytes) -> bytes:\n    return hashlib.scrypt(plain.encode(), salt=salt, n=2**14, r=8, p=1)", "how are user passwords hashed"),
        ("Config/ConfigurationLoader.cs", "public Settings Load(string file)\n{\n    using var stream = File.OpenRead(file);\n    return JsonSerializer.Deserialize<Settings>(stream) ?? Settings.Default;\n}", "loading configuration settings from json"),
        ("lib/cache/lru.ts", "export class LruCache<K, V> {\n  set(key: K, value: V) {\n    if (this.map.size >= this.capacity) this.evictOldest();\n    this.map.set(key, value);\n  }\n}", "evict the oldest cache entry when capacity is reached"),
        ("src/parser/lexer.rs", "fn next_token(&mut self) -> Option<Token> {\n    self.skip_whitespace();\n    match self.peek()? { '0'..='9' => self.number(), '\"' => self.string(), _ => self.symbol() }\n}", "tokenizer that skips whitespace"),
        ("db/migrations.rb", "def migrate!(target)\n  pending(target).each { |m| connection.transaction { m.up; record_version(m.version) } }\nend", "run pending database migrations in a transaction"),
        ("app/src/main/Uploader.kt", "suspend fun upload(photo: Bitmap) {\n    val bytes = photo.compress(JPEG, 80)\n    api.post(\"/photos\", bytes.toRequestBody())\n}", "compress a photo before uploading it"),
        ("src/event_loop.c", "int loop_poll(struct loop *l, int timeout_ms) {\n    int n = epoll_wait(l->fd, l->events, MAX_EVENTS, timeout_ms);\n    for (int i = 0; i < n; i++) dispatch(l, &l->events[i]);\n    return n;\n}", "event loop polling with epoll timeout"),
        ("web/templates/escape.js", "function escapeHtml(text) {\n  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');\n}", "html escaping of special characters"),
        ("Sources/Geometry/Distance.swift", "func haversine(_ a: Coordinate, _ b: Coordinate) -> Double {\n    let h = sin((b.lat - a.lat) / 2)\n    return 2 * earthRadius * asin(sqrt(h * h))\n}", "distance between two coordinates on earth"),
    ];

    private static IEnumerable<TestCaseData<Func<IEmbeddingGenerator<string, Embedding<float>>>>> Generators =>
    [
        new(() => new StaticEmbeddingGenerator()) { TestName = "{m}(static)" },
        new(() => new LexicalEmbeddingGenerator()) { TestName = "{m}(lexical)" },
    ];

    [TestCaseSource(nameof(Generators))]
    public async Task Every_question_finds_its_function_first(Func<IEmbeddingGenerator<string, Embedding<float>>> create)
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = create();
        GeneratedEmbeddings<Embedding<float>> documents =
            await generator.GenerateAsync(Functions.Select(f => EmbeddingText.ForChunk(f.Path, f.Text)));
        GeneratedEmbeddings<Embedding<float>> questions = await generator.GenerateAsync(Functions.Select(f => f.Question));

        string[] found = [.. questions.Select(q => Functions[Nearest(q, documents)].Question)];
        Assert.That(found, Is.EqualTo(Functions.Select(f => f.Question)));
    }

    private static int Nearest(Embedding<float> question, GeneratedEmbeddings<Embedding<float>> documents) =>
        Enumerable.Range(0, documents.Count).MaxBy(i => TensorPrimitives.Dot(question.Vector.Span, documents[i].Vector.Span));
}
