namespace VectorHost.PrecompileProfile.Tests;

/// <summary>Async methods of every kind that a profile tells apart.</summary>
internal static class AsyncSamples
{
    public static async Task Nothing() => await Task.Yield();

    public static async ValueTask NothingAsValue() => await Task.Yield();

    public static async Task<int> Number()
    {
        await Task.Yield();
        return 1;
    }

    public static async Task<string> Text()
    {
        await Task.Yield();
        return "";
    }

    public static async Task<T> Anything<T>(T value)
    {
        await Task.Yield();
        return value;
    }

    /// <summary>Left to the runtime: what it gives is a struct.</summary>
    public static async Task<Guid> Struct()
    {
        await Task.Yield();
        return Guid.Empty;
    }
}
