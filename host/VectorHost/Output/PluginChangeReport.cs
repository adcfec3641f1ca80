using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Output;

/// <summary>Shows a change of a plugin to its author, in a line.</summary>
internal static class PluginChangeReport
{
    public static void Write(Terminal terminal, PluginChange change)
    {
        if (Describe(change) is { } description)
        {
            terminal.Say($"{change.Plugin}: {description}");
        }
    }

    private static string? Describe(PluginChange change) => change.Kind switch
    {
        PluginChangeKind.Added or PluginChangeKind.Updated or PluginChangeKind.Reloaded => $"ready {DescribeReady(change.Descriptor!)}",
        PluginChangeKind.Rejected or PluginChangeKind.ReloadFailed => $"rejected {change.Problem}",
        PluginChangeKind.Removed => "removed",
        _ => null,
    };

    private static string DescribeReady(PluginDescriptor plugin)
    {
        string backends = string.Join(", ", plugin.Backends.Select(backend => backend.Name));
        string warnings = string.Concat(plugin.Problems.Select(problem => $"; {problem.Severity.ToString().ToLowerInvariant()} {problem}"));
        return $"{plugin.Version} ({backends}){warnings}";
    }
}
