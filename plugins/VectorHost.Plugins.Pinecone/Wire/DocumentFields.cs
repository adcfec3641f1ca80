namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>A piece of the metadata of a repository, in Pinecone's metadata.</summary>
internal sealed record DocumentFields
{
    public required string Repository { get; init; }

    /// <summary>Of what is in all pieces together, so that pieces of two versions are never mixed.</summary>
    public required string Stamp { get; init; }

    /// <summary>How many pieces there are.</summary>
    public required double Pieces { get; init; }

    /// <summary>This piece of the document's JSON.</summary>
    public required string Json { get; init; }
}
