namespace VectorHost.Hosting.Discovery;

/// <summary>What was read in the files of a plugin that nothing is wrong with, and the state that they had.</summary>
/// <param name="State">The state of the files.</param>
/// <param name="Plugin">What was read in them, without the files themselves.</param>
internal sealed record KnownPlugin(string State, PluginDescriptor Plugin)
{
    /// <summary>Reads one that <see cref="Write"/> wrote.</summary>
    public static KnownPlugin Read(BinaryReader reader) => new(reader.ReadString(), new PluginDescriptor
    {
        Name = reader.ReadString(),
        Layout = (PluginLayout)reader.ReadByte(),
        Directory = reader.ReadString(),
        AssemblyFile = reader.ReadString(),
        Root = reader.ReadString(),
        AssemblyName = ReadText(reader),
        Version = ReadVersion(reader),
        ContractVersion = ReadVersion(reader),
        TargetFramework = ReadText(reader),
        Backends = ReadBackends(reader),
        Modules = ReadModules(reader),
    });

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(State);
        writer.Write(Plugin.Name);
        writer.Write((byte)Plugin.Layout);
        writer.Write(Plugin.Directory);
        writer.Write(Plugin.AssemblyFile);
        writer.Write(Plugin.Root);
        writer.Write(Plugin.AssemblyName ?? "");
        writer.Write(Plugin.Version?.ToString() ?? "");
        writer.Write(Plugin.ContractVersion?.ToString() ?? "");
        writer.Write(Plugin.TargetFramework ?? "");
        writer.Write(Plugin.Backends.Count);
        foreach (BackendDescriptor backend in Plugin.Backends)
        {
            writer.Write(backend.Name);
            writer.Write(backend.DisplayName);
            writer.Write(backend.TypeName);
        }

        writer.Write(Plugin.Modules.Count);
        foreach (ModuleIdentity module in Plugin.Modules)
        {
            writer.Write(module.Name);
            writer.Write(module.VersionId.ToByteArray());
        }
    }

    private static BackendDescriptor[] ReadBackends(BinaryReader reader)
    {
        var backends = new BackendDescriptor[reader.ReadInt32()];
        for (int i = 0; i < backends.Length; i++)
        {
            backends[i] = new BackendDescriptor { Name = reader.ReadString(), DisplayName = reader.ReadString(), TypeName = reader.ReadString() };
        }

        return backends;
    }

    private static ModuleIdentity[] ReadModules(BinaryReader reader)
    {
        var modules = new ModuleIdentity[reader.ReadInt32()];
        for (int i = 0; i < modules.Length; i++)
        {
            modules[i] = new ModuleIdentity(reader.ReadString(), new Guid(reader.ReadBytes(16)));
        }

        return modules;
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;

    private static Version? ReadVersion(BinaryReader reader) => ReadText(reader) is { } text ? Version.Parse(text) : null;
}
