using System.Globalization;
using VectorHost.Abstractions;
using VectorHost.Hosting;

namespace VectorHost.Verification;

/// <summary>
/// The places of one run. A place is used again once it was cleared and seen to be empty, so that a store that works
/// makes two or three collections on its server, and not one for each scenario.
/// </summary>
internal sealed class ScratchPlaces : IDisposable
{
    /// <summary>A store that cannot clear would otherwise leave hundreds of collections behind.</summary>
    private const int MaxLeftovers = 20;

    private static ScratchPlaces? _current;

    private readonly PluginHost _plugins;
    private readonly VectorStoreContext _context;
    private readonly TimeSpan _timeout;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vectorhost-verify-");
    private readonly Lock _gate = new();
    private readonly Stack<ScratchPlace> _free = [];
    private readonly List<string> _leftovers = [];
    private int _count;

    /// <summary>Begins a run.</summary>
    /// <param name="plugins">Makes the stores.</param>
    /// <param name="context">What the store is given, as configured: the places change it so far as to be apart.</param>
    /// <param name="timeout">How long a call may take.</param>
    public ScratchPlaces(PluginHost plugins, VectorStoreContext context, TimeSpan timeout)
    {
        _timeout = timeout;
        _plugins = plugins;
        _context = context;
        CollectionPrefix = $"vhverify-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]}";
    }

    /// <summary>The places of the run that is under way: the suite's classes are made by its runner, which gives them nothing.</summary>
    /// <exception cref="InvalidOperationException">No run is under way.</exception>
    public static ScratchPlaces Current => _current ?? throw new InvalidOperationException("No verification is under way.");

    /// <summary>What every collection name of the run begins with.</summary>
    public string CollectionPrefix { get; }

    /// <summary>Collections that could not be cleared.</summary>
    public IReadOnlyList<string> Leftovers
    {
        get
        {
            lock (_gate)
            {
                return [.. _leftovers];
            }
        }
    }

    /// <summary>Makes these the places of <see cref="Current"/>, until they are disposed.</summary>
    /// <exception cref="InvalidOperationException">Another run is under way in this process.</exception>
    public void Use()
    {
        if (Interlocked.CompareExchange(ref _current, this, null) is not null)
        {
            throw new InvalidOperationException("One verification at a time: another is under way in this process.");
        }
    }

    /// <summary>Gives an empty place.</summary>
    /// <exception cref="VerificationException">Too many could not be cleared.</exception>
    public ScratchPlace Take()
    {
        lock (_gate)
        {
            return _leftovers.Count >= MaxLeftovers
                ? throw new VerificationException($"Not run: {MaxLeftovers} collections could not be cleared, and more would be left behind.")
                : _free.TryPop(out ScratchPlace? place) ? place : Create();
        }
    }

    /// <summary>Makes a store over a place, not connected yet.</summary>
    public async Task<IVectorStore> CreateStoreAsync(ScratchPlace place, CancellationToken cancellationToken)
    {
        VectorStoreContext context = new()
        {
            Backend = _context.Backend,
            Configuration = new SectionWithoutPlace(_context.Configuration),
            LoggerFactory = _context.LoggerFactory,
            RepositoryRoot = _context.RepositoryRoot,
            DataDirectory = place.DataDirectory,
            CollectionName = place.CollectionName,
            CreateHttpHandler = _context.CreateHttpHandler,
        };
        return new LimitedStore(
            await _plugins.CreateStoreAsync(_context.Backend, context, cancellationToken).ConfigureAwait(false), _timeout);
    }

    /// <summary>Clears a place and takes it back. One that is not empty then is never used again.</summary>
    public async Task ReturnAsync(ScratchPlace place)
    {
        bool isEmpty = false;
        try
        {
            isEmpty = await ClearAsync(place).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is VectorStoreException or IOException or UnauthorizedAccessException)
        {
            // The scenarios about clearing and closing say what is wrong with it.
        }

        lock (_gate)
        {
            if (isEmpty)
            {
                _free.Push(place);
            }
            else
            {
                _leftovers.Add(place.CollectionName);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.CompareExchange(ref _current, null, this);
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ClearAsync(ScratchPlace place)
    {
        IVectorStore store = await CreateStoreAsync(place, CancellationToken.None).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            await store.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            await store.ClearAsync(repository: null, CancellationToken.None).ConfigureAwait(false);
            if (!await PrivacyCheck.IsEmptyAsync(store, CancellationToken.None).ConfigureAwait(false))
            {
                return false;
            }
        }

        if (Directory.Exists(place.DataDirectory))
        {
            Directory.Delete(place.DataDirectory, recursive: true);
        }

        return true;
    }

    private ScratchPlace Create()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{CollectionPrefix}-{++_count}");
        return new ScratchPlace(name, Path.Combine(_folder.FullName, name));
    }
}
