namespace VectorHost.Hosting.Discovery;

/// <summary>A backend as its plugin's metadata declares it.</summary>
public sealed record BackendDescriptor
{
    /// <summary>The name that users select.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people; <see cref="Name"/> where the author gave none.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The full name of the class that implements the store.</summary>
    public required string TypeName { get; init; }
}
