namespace VectorHost.Configuration;

/// <summary>The configuration cannot be used as it is; the message says where and what to do.</summary>
/// <param name="message">What is wrong, in which file or variable, and what to do.</param>
internal sealed class ConfigurationException(string message) : Exception(message);
