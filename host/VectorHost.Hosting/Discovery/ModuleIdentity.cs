namespace VectorHost.Hosting.Discovery;

/// <summary>Which compilation an assembly comes from.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="VersionId">The module version id: another compilation has another one.</param>
internal sealed record ModuleIdentity(string Name, Guid VersionId);
