namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>The fields of <see cref="RecordPayload"/> that requests name.</summary>
internal static class RecordFields
{
    public const string Repository = "repository";

    public const string Path = "path";

    public const string Folders = "folders";

    public const string Text = "text";
}
