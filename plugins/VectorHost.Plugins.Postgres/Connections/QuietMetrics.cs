using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Npgsql;

namespace VectorHost.Plugins.Postgres.Connections;

/// <summary>
/// Keeps Npgsql from publishing metrics. The runtime holds every published meter for as long as the process lives, and
/// this one calls back into Npgsql: it alone would keep the plugin from being unloaded.
/// </summary>
/// <remarks>
/// Npgsql offers no switch for it, hence the reach for its private field. Where a version of Npgsql has it no longer,
/// nothing happens here, and the test that unloads the plugin tells.
/// </remarks>
internal static class QuietMetrics
{
    /// <summary>Takes the meter of this copy of Npgsql from the runtime; further calls do nothing.</summary>
    public static void Ensure()
    {
        if (typeof(NpgsqlConnection).Assembly.GetType("Npgsql.MetricsReporter") is not Type reporter)
        {
            return;
        }

        RuntimeHelpers.RunClassConstructor(reporter.TypeHandle);
        foreach (FieldInfo field in reporter.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        {
            (field.GetValue(null) as Meter)?.Dispose();
        }
    }
}
