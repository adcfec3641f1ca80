namespace VectorHost.Abstractions;

/// <summary>
/// Registers a class as the vector store that users select by <see cref="Name"/>. The host finds it by reading the
/// assembly's metadata, without running or loading the assembly.
/// </summary>
/// <remarks>
/// The class must be public, not abstract, not generic, implement <see cref="IVectorStore"/>, and have one public
/// constructor, which takes a <see cref="VectorStoreContext"/> and nothing else.
/// </remarks>
/// <param name="name">
/// What users write as <c>vector_store.backend</c>: 1 to 64 letters, digits, <c>-</c> and <c>_</c>, case-insensitive.
/// It is also the name of the backend's own section in the configuration.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class VectorStoreBackendAttribute(string name) : Attribute
{
    /// <summary>What users write as <c>vector_store.backend</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The name for people, where it differs from <see cref="Name"/>.</summary>
    public string? DisplayName { get; init; }
}
