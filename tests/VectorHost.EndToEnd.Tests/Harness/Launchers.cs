using System.Diagnostics;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>Runs programs with fewer rights, with file systems of their own, or on a terminal.</summary>
/// <remarks>Where a machine cannot do that, the test is ignored, except in continuous integration, where it fails.</remarks>
public static class Launchers
{
    // Root without these is bound by the permissions of files like anybody else, and still finds the program.
    private static readonly string[] WithoutCapabilities =
        ["setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search"];

    private static readonly Lazy<string?> NamespaceObstacle = new(() => Obstacle("unshare", "-rm", "true"));
    private static readonly Lazy<string?> CapabilityObstacle = new(() => Obstacle("setpriv", [.. WithoutCapabilities[1..], "true"]));
    private static readonly Lazy<string?> TerminalObstacle = new(() => Obstacle("script", "--version"));

    /// <summary>A launcher under which the permissions of files hold, also for root.</summary>
    public static IReadOnlyList<string> BoundByPermissions()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        Require(CapabilityObstacle.Value);
        return WithoutCapabilities;
    }

    /// <summary>A launcher with mounts of its own.</summary>
    /// <param name="script">What the shell does first; <c>"$@"</c> is the program with its arguments.</param>
    public static IReadOnlyList<string> WithMounts(string script)
    {
        Require(NamespaceObstacle.Value);
        return ["unshare", "-rm", "sh", "-c", script, "sh"];
    }

    /// <summary>A launcher that gives the program a terminal.</summary>
    /// <param name="input">The file with what is typed there.</param>
    public static IReadOnlyList<string> OnATerminal(string input)
    {
        Require(TerminalObstacle.Value);

        return ["sh", "-c", $$"""
            command=$(for word; do printf "'%s' " "$word"; done)
            exec script --quiet --flush --return --command "$command" /dev/null < '{{input}}'
            """, "sh"];
    }

    /// <summary>A launcher that gives the program a terminal, and types when something stands there.</summary>
    /// <param name="awaited">What must stand there first.</param>
    /// <param name="input">What is typed then.</param>
    /// <param name="screen">A file for what stands there.</param>
    public static IReadOnlyList<string> OnATerminalWhere(string awaited, string input, string screen)
    {
        Require(TerminalObstacle.Value);

        return ["sh", "-c", $$"""
            command=$(for word; do printf "'%s' " "$word"; done)
            mkfifo '{{screen}}.keys'
            {
                exec 3> '{{screen}}.keys'
                until grep --quiet --fixed-strings '{{awaited}}' '{{screen}}' 2> /dev/null; do sleep 0.05; done
                printf '{{input}}' >&3
                exec sleep 600
            } &
            script --quiet --flush --return --command "$command" '{{screen}}' < '{{screen}}.keys'
            code=$?
            kill $!
            exit $code
            """, "sh"];
    }

    private static void Require(string? obstacle)
    {
        if (obstacle is null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(obstacle);
        }

        Assert.Ignore(obstacle);
    }

    private static string? Obstacle(string file, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{file} cannot be used here: {error}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"{file} cannot be used here: {exception.Message}";
        }
    }
}
