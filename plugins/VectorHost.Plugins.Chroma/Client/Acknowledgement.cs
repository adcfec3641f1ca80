namespace VectorHost.Plugins.Chroma.Client;

/// <summary>An answer of which nothing matters but that it is one of Chroma's: an object.</summary>
internal sealed record Acknowledgement;
