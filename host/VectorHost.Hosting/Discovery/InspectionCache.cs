using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using VectorHost.Hosting.Installing;
using VectorHost.Hosting.Integrity;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Discovery;

/// <summary>
/// What earlier runs of the program read in the files of plugins: reading them again is most of what opening a host takes.
/// </summary>
/// <remarks>
/// <para>
/// A plugin is taken from here only while each of its files has the path, the length, the times and the number in the file
/// system that it had when it was read. One of the times is that of the last change of anything, which no program can set
/// back. Windows does not tell it without opening the file; there, and where others may write into the folder, nothing is
/// kept.
/// </para>
/// <para>
/// Only plugins without a problem are kept, so that what is said of the others is always read in their files.
/// </para>
/// </remarks>
internal sealed class InspectionCache
{
    private const int ChecksumSize = sizeof(uint);

    /// <summary>A file that changes again so soon may do so within one tick of the file system's clock.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, KnownPlugin> _known;
    private bool _isChanged;

    private InspectionCache(string file, TimeProvider time, Dictionary<string, KnownPlugin> known)
    {
        _file = file;
        _time = time;
        _known = known;
    }

    /// <summary>Reads what is known of a folder of plugins. What cannot be read, or was written by another version, is forgotten.</summary>
    /// <param name="cacheDirectory">Where it is kept.</param>
    /// <param name="pluginsDirectory">The folder of plugins.</param>
    /// <param name="time">Tells whether a file has just been written.</param>
    /// <returns><see langword="null"/> where nothing is kept.</returns>
    public static InspectionCache? Open(string cacheDirectory, string pluginsDirectory, TimeProvider time)
    {
        if (OperatingSystem.IsWindows() || PrivateFolder.FindIntruder(cacheDirectory) is not null ||
            (TemporaryHome.Contains(cacheDirectory) && PrivateFolder.FindIntruder(TemporaryHome.Path) is not null))
        {
            return null;
        }

        // No plugin's copies have a folder whose name begins with a dot. Each installed copy of the host has a file of its own.
        string place = $"{AppContext.BaseDirectory}\n{pluginsDirectory}";
        string file = Path.Combine(cacheDirectory, $".known-{ChecksumOf(Encoding.UTF8.GetBytes(place)):x8}");
        return new InspectionCache(file, time, TryReadFile(file) ?? []);
    }

    /// <summary>Finds what is known of a candidate whose files have not changed since.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="files">Its files.</param>
    /// <param name="state">The state of the files, for <see cref="Keep"/>.</param>
    public PluginDescriptor? Find(PluginCandidate candidate, PluginFiles files, out string state)
    {
        state = Describe(candidate, files);
        return files.Problems.Count == 0 && _known.TryGetValue(candidate.AssemblyFile, out KnownPlugin? known) && known.State == state
            ? known.Plugin with { Files = files }
            : null;
    }

    /// <summary>Keeps what was read of a plugin, if nothing speaks against that.</summary>
    /// <param name="plugin">What was read.</param>
    /// <param name="state">The state that its files had before.</param>
    public void Keep(PluginDescriptor plugin, string state)
    {
        DateTime settled = (_time.GetUtcNow() - SettlingTime).UtcDateTime;
        if (plugin is { State: PluginState.Ready, Problems.Count: 0 } &&
            plugin.Files.All.All(file => UnixStatus.TryRead(file.FullPath, out UnixStatus status) && status.LastChangeTimeUtc < settled))
        {
            _known[plugin.AssemblyFile] = new KnownPlugin(state, plugin);
            _isChanged = true;
        }
    }

    /// <summary>Writes what was learned and forgets plugins that are gone. All or nothing, and nothing where that fails.</summary>
    /// <param name="plugins">The plugins that are there.</param>
    public void Save(IReadOnlyList<PluginDescriptor> plugins)
    {
        if (!_isChanged)
        {
            return;
        }

        HashSet<string> there = [.. plugins.Select(plugin => plugin.AssemblyFile)];
        List<KeyValuePair<string, KnownPlugin>> known = [.. _known.Where(entry => there.Contains(entry.Key))];
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(_file)!);
            WholeFile.Write(_file, Serialize(known), isPrecious: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run reads the plugins once more.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with a cache, it is made anew.")]
    private static Dictionary<string, KnownPlugin>? TryReadFile(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            byte[] bytes = File.ReadAllBytes(file);
            int length = bytes.Length - ChecksumSize;
            if (length < 0 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length)) != ChecksumOf(bytes.AsSpan(0, length)))
            {
                return null;
            }

            using BinaryReader reader = new(new MemoryStream(bytes, 0, length));
            return reader.ReadString() == ThisVersion() ? ReadPlugins(reader) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static Dictionary<string, KnownPlugin> ReadPlugins(BinaryReader reader)
    {
        Dictionary<string, KnownPlugin> known = [];
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            known.Add(reader.ReadString(), KnownPlugin.Read(reader));
        }

        return known;
    }

    private static byte[] Serialize(List<KeyValuePair<string, KnownPlugin>> known)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(ThisVersion());
        writer.Write(known.Count);
        foreach ((string assemblyFile, KnownPlugin plugin) in known)
        {
            writer.Write(assemblyFile);
            plugin.Write(writer);
        }

        writer.Write(ChecksumOf(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>All that decides what is found in a plugin's files, besides these: this code, the contract, the runtime.</summary>
    private static string ThisVersion() =>
        $"{typeof(InspectionCache).Module.ModuleVersionId}|{HostAssemblies.ContractVersion}|{Environment.Version}|{HostPlatform.RuntimeIdentifiers[0]}";

    private static string Describe(PluginCandidate candidate, PluginFiles files)
    {
        StringBuilder text = new(1024);
        text.Append((int)candidate.Layout).Append('|').Append(candidate.Root).Append('|').Append(candidate.Directory).Append('\n');
        foreach (PluginFile file in files.All)
        {
            UnixStatus.TryRead(file.FullPath, out UnixStatus status);
            text.Append(file.RelativePath).Append('|').Append(file.FullPath)
                .Append('|').Append(status.Size).Append('|').Append(status.LastWriteTimeUtc.Ticks)
                .Append('|').Append(status.LastChangeTimeUtc.Ticks).Append('|').Append(status.Number).Append('\n');
        }

        return text.ToString();
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        Crc32 checksum = new();
        checksum.Append(bytes);
        return checksum.Value;
    }
}
