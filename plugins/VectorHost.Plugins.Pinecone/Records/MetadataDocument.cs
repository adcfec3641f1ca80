using VectorHost.Abstractions;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>The metadata of a repository as it is stored.</summary>
/// <param name="Metadata">What it says.</param>
/// <param name="Stamp">Of this version of it.</param>
/// <param name="Pieces">How many pieces it is stored in.</param>
internal sealed record MetadataDocument(IndexMetadata Metadata, string Stamp, int Pieces);
