using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Catalog;

/// <summary>A backend that can be selected, and the plugin that provides it.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Plugin">Its plugin, which is ready.</param>
public sealed record BackendRegistration(BackendDescriptor Backend, PluginDescriptor Plugin);
