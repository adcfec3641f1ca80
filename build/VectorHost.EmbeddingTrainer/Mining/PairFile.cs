namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Keeps mined pairs, so that training can be tried again without mining.</summary>
internal static class PairFile
{
    /// <summary>Writes pairs.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pairs">The pairs.</param>
    public static void Write(BinaryWriter writer, IEnumerable<Pair> pairs)
    {
        foreach (Pair pair in pairs)
        {
            writer.Write((byte)pair.Kind);
            writer.Write(pair.Repository);
            writer.Write(pair.Language);
            writer.Write(pair.Path);
            writer.Write(pair.Query);
            writer.Write(pair.Code);
            writer.Write(pair.Chunk);
            writer.Write(pair.ChunkStart);
        }
    }

    /// <summary>Reads the pairs of a file, one by one.</summary>
    /// <param name="path">The file.</param>
    public static IEnumerable<Pair> Read(string path)
    {
        using BinaryReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20));
        while (reader.PeekChar() >= 0)
        {
            yield return new()
            {
                Kind = (PairKind)reader.ReadByte(),
                Repository = reader.ReadString(),
                Language = reader.ReadString(),
                Path = reader.ReadString(),
                Query = reader.ReadString(),
                Code = reader.ReadString(),
                Chunk = reader.ReadString(),
                ChunkStart = reader.ReadInt32(),
            };
        }
    }
}
