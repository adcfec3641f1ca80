namespace VectorHost.Hosting.Isolation;

/// <summary>
/// An exception of a plugin as text. The exception itself must not leave the plugin: its type, its properties and the
/// methods of its stack trace would keep the whole plugin in memory for as long as somebody holds it.
/// </summary>
/// <param name="typeName">The full name of its type.</param>
/// <param name="message">Its message.</param>
/// <param name="stackTrace">Its stack trace.</param>
/// <param name="innerException">Its cause, likewise as text.</param>
public sealed class PluginFailureException(
    string typeName, string message, string? stackTrace, PluginFailureException? innerException)
    : Exception($"{typeName}: {message}", innerException)
{
    /// <summary>The full name of the type that was thrown.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>The stack trace of what was thrown.</summary>
    public override string? StackTrace { get; } = stackTrace;
}
