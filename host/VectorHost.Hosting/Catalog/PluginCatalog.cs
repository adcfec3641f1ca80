using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Catalog;

/// <summary>Which names can be selected, and which plugin is behind each. The order of folders never decides.</summary>
/// <remarks>
/// Names are compared without case. A name that two plugins provide belongs to neither, unless the two are copies of
/// each other to the last byte, or the name is pinned to one of them. A rejected plugin competes with nobody, but is named when its backend is asked for.
/// </remarks>
public sealed class PluginCatalog
{
    private readonly PluginScan _scan;
    private readonly Dictionary<string, string> _pins;
    private readonly Dictionary<string, List<BackendRegistration>> _byName = new(BackendName.Comparer);

    /// <summary>Makes the catalogue of what was found.</summary>
    /// <param name="scan">What was found.</param>
    /// <param name="pins">Which plugin a backend comes from, as in <see cref="PluginHostOptions.Pins"/>.</param>
    public PluginCatalog(PluginScan scan, IReadOnlyDictionary<string, string>? pins = null)
    {
        ArgumentNullException.ThrowIfNull(scan);
        _scan = scan;
        _pins = new Dictionary<string, string>(pins ?? ReadOnlyDictionary<string, string>.Empty, BackendName.Comparer);
        foreach (PluginDescriptor plugin in scan.Plugins)
        {
            Add(plugin);
        }

        List<string> names = [.. _byName.Keys];
        names.Sort(BackendName.Comparer);
        Backends = names;
    }

    /// <summary>The folder that was read, absolute.</summary>
    public string PluginsDirectory => _scan.Directory;

    /// <summary>Every candidate, also the rejected and ignored ones, in the order of their names.</summary>
    public IReadOnlyList<PluginDescriptor> Plugins => _scan.Plugins;

    /// <summary>How long it took to read the folder.</summary>
    public TimeSpan ScanDuration => _scan.Duration;

    /// <summary>What there is to say about the folder itself.</summary>
    public IReadOnlyList<PluginProblem> Notes => _scan.Notes;

    /// <summary>The names that can be selected, in order, ambiguous ones included.</summary>
    public IReadOnlyList<string> Backends { get; }

    /// <summary>Whether plugins that differ provide a backend that is not pinned, which then belongs to none of them.</summary>
    /// <param name="backend">The backend's name; case does not matter.</param>
    public bool IsAmbiguous(string backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return !_pins.ContainsKey(backend) &&
            _byName.TryGetValue(backend, out List<BackendRegistration>? claims) && FindRival(claims) is not null;
    }

    /// <summary>Finds the one plugin that provides a backend.</summary>
    /// <param name="backend">The backend's name; case does not matter.</param>
    /// <exception cref="BackendResolutionException">It is unknown, ambiguous, mispinned, or its plugin was rejected.</exception>
    public BackendRegistration Resolve(string backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        if (_pins.TryGetValue(backend, out string? pin))
        {
            return ResolvePinned(backend, pin);
        }

        if (!_byName.TryGetValue(backend, out List<BackendRegistration>? claims))
        {
            throw NotFound(backend);
        }

        return FindRival(claims) is { } rival
            ? throw new BackendResolutionException(backend, BackendFailureReason.Ambiguous, PluginProblems.AmbiguousBackend(
                rival.Backend.Name, claims[0].Plugin, rival.Plugin))
            : claims[0];
    }

    /// <summary>Makes sure that backends can be selected.</summary>
    /// <param name="backends">Their names; case does not matter.</param>
    /// <exception cref="RequiredBackendsException">At least one cannot; all of those are named.</exception>
    public void Require(IEnumerable<string> backends)
    {
        ArgumentNullException.ThrowIfNull(backends);
        List<BackendResolutionException> failures = [];
        foreach (string backend in backends.Distinct(BackendName.Comparer))
        {
            try
            {
                Resolve(backend);
            }
            catch (BackendResolutionException exception)
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            string reasons = string.Join(' ', failures.Select(failure => $"'{BackendName.Printable(failure.Backend)}': {ReasonOf(failure)}"));
            throw new RequiredBackendsException(PluginProblems.RequiredMissing(PluginsDirectory, failures.Count, reasons), failures);
        }
    }

    /// <summary>The same catalogue with one plugin added, or in the place of what was found at its file before.</summary>
    internal PluginCatalog With(PluginDescriptor plugin) => new(
        _scan with { Plugins = [.. Others(plugin).Append(plugin).OrderBy(other => other.Name, StringComparer.Ordinal)] }, _pins);

    /// <summary>The same catalogue without what was found at one plugin's file.</summary>
    internal PluginCatalog Without(PluginDescriptor plugin) => new(_scan with { Plugins = [.. Others(plugin)] }, _pins);

    private void Add(PluginDescriptor plugin)
    {
        if (plugin.State != PluginState.Ready)
        {
            return;
        }

        foreach (BackendDescriptor backend in plugin.Backends)
        {
            if (!_byName.TryGetValue(backend.Name, out List<BackendRegistration>? claims))
            {
                _byName.Add(backend.Name, claims = []);
            }

            claims.Add(new BackendRegistration(backend, plugin));
        }
    }

    private IEnumerable<PluginDescriptor> Others(PluginDescriptor plugin) =>
        Plugins.Where(other => !RealPath.Comparer.Equals(other.AssemblyFile, plugin.AssemblyFile));

    private BackendRegistration ResolvePinned(string backend, string pin)
    {
        List<BackendRegistration> claims = _byName.GetValueOrDefault(backend, []);
        if (claims.Find(claim => RealPath.Comparer.Equals(claim.Plugin.Name, pin)) is { } pinned)
        {
            return pinned;
        }

        PluginDescriptor? plugin = Plugins.FirstOrDefault(plugin => RealPath.Comparer.Equals(plugin.Name, pin));
        string reason = plugin is null ? $"and there is no such plugin in '{PluginsDirectory}'"
            : FindError(plugin) is { } error ? $"which was rejected with {error.Code}: {error.Cause.TrimEnd('.')}"
            : "which does not provide it";
        string others = claims.Count == 0 ? "No plugin provides it" : $"Provided by: {string.Join(", ", claims.Select(claim => claim.Plugin.Name))}";
        throw new BackendResolutionException(backend, BackendFailureReason.Mispinned, PluginProblems.MispinnedBackend(
            plugin?.AssemblyFile ?? PluginsDirectory, BackendName.Printable(backend), pin, reason, others));
    }

    private static PluginProblem? FindError(PluginDescriptor plugin) =>
        plugin.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error);

    private static BackendRegistration? FindRival(List<BackendRegistration> claims) =>
        claims.Skip(1).FirstOrDefault(claim => !PluginContent.AreCopies(claims[0].Plugin, claim.Plugin));

    private string ReasonOf(BackendResolutionException failure) =>
        failure.Reason == BackendFailureReason.Rejected && FindRejected(failure.Backend) is { } rejected
            ? rejected.Problems.First(problem => problem.Severity == ProblemSeverity.Error).ToString()
            : failure.Reason == BackendFailureReason.Unknown ? "no plugin provides it." : failure.Problem.ToString();

    private BackendResolutionException NotFound(string backend)
    {
        string available = Backends.Count == 0 ? "none" : string.Join(", ", Backends);
        var message = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Vector store backend '{BackendName.Printable(backend)}' not found. ")
            .Append(CultureInfo.InvariantCulture, $"Available backends: {available}");
        if (NearestName.Find(backend, Backends) is { } nearest)
        {
            message.Append(CultureInfo.InvariantCulture, $". Did you mean '{nearest}'?");
        }

        PluginDescriptor? rejected = FindRejected(backend);
        if (rejected is null)
        {
            string remedy = Backends.Count == 0 ? EmptyRemedy() : "";
            message.Append(remedy.Length > 0 ? "." : "");
            return new BackendResolutionException(backend, BackendFailureReason.Unknown,
                PluginProblems.UnknownBackend(PluginsDirectory, message.ToString(), remedy));
        }

        PluginProblem problem = rejected.Problems.First(problem => problem.Severity == ProblemSeverity.Error);
        message.Append(message[^1] == '?' ? "" : ".").Append(CultureInfo.InvariantCulture,
            $" The plugin '{rejected.AssemblyFile}' would provide it, but was rejected with {problem.Code}: {problem.Cause}");
        return new BackendResolutionException(
            backend, BackendFailureReason.Rejected, problem with { Cause = message.ToString() });
    }

    private string EmptyRemedy()
    {
        int rejected = Plugins.Count(plugin => plugin.State == PluginState.Rejected);
        return rejected > 0
            ? $"Every plugin in '{PluginsDirectory}' was rejected: 'vectorhost backends' says why."
            : $"There is no plugin in '{PluginsDirectory}': put one there as NAME/NAME.dll.";
    }

    /// <summary>A rejected plugin that declares the backend or, where nothing of it could be read, is named like it.</summary>
    private PluginDescriptor? FindRejected(string backend)
    {
        PluginDescriptor[] rejected = [.. Plugins.Where(plugin => plugin.State == PluginState.Rejected)];
        return
            rejected.FirstOrDefault(plugin => plugin.Backends.Any(known => BackendName.Comparer.Equals(known.Name, backend))) ??
            rejected.FirstOrDefault(plugin => plugin.Backends.Count == 0 && BackendName.Comparer.Equals(plugin.Name.Split('.')[^1], backend));
    }
}
