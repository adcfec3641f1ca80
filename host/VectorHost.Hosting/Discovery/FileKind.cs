namespace VectorHost.Hosting.Discovery;

/// <summary>What a path leads to, links not followed.</summary>
internal enum FileKind
{
    Missing,
    RegularFile,
    Directory,
    Link,

    /// <summary>A pipe, socket or device, which blocks or acts when opened.</summary>
    Special,
}
