namespace VectorHost.Benchmarks.Peers;

/// <summary>What the comparisons with peers share.</summary>
/// <param name="Context">What the benchmark was given.</param>
/// <param name="Input">What all are given.</param>
/// <param name="Folder">The folder for everything that they write.</param>
internal sealed record PeerWorkshop(BenchmarkContext Context, PeerInput Input, string Folder)
{
    /// <summary>The folder of the files that drivers read.</summary>
    public string InputFolder => Path.Combine(Folder, "input");

    /// <summary>The folder of the embedded store with all records in one repository.</summary>
    public string OwnFolder => Path.Combine(Folder, "own");

    /// <summary>The folder of the embedded store with the records in a hundred repositories.</summary>
    public string OwnDealtOutFolder => Path.Combine(Folder, "own-dealt-out");

    /// <summary>The setting that each peer searches by, by its name, once it was chosen.</summary>
    public Dictionary<string, int> Settings { get; } = [];

    /// <summary>The folder of a peer's files.</summary>
    public string FolderOf(Peer peer) => Path.Combine(Folder, peer.FolderName);

    /// <summary>Starts a peer's driver.</summary>
    public Task<PeerDriver> StartAsync(Peer peer, CancellationToken cancellationToken) =>
        PeerDriver.StartAsync(peer, InputFolder, FolderOf(peer), cancellationToken);
}
