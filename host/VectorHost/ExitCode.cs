namespace VectorHost;

/// <summary>How the process ends; documented in the README and stable.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int BackendUnavailable = 3;
    public const int Cancelled = 130;
}
