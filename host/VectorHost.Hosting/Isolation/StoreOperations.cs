namespace VectorHost.Hosting.Isolation;

/// <summary>The names of operations in failures and logs.</summary>
internal static class StoreOperations
{
    public const string Create = "create";
    public const string Limits = "limits";
    public const string Connect = "connect";
    public const string CheckHealth = "check health";
    public const string Save = "save";
    public const string Load = "load";
    public const string Search = "search";
    public const string GetMetadata = "get metadata";
    public const string Count = "count";
    public const string Delete = "delete";
    public const string Clear = "clear";
    public const string Exists = "exists";
}
