using System.Text.Json.Serialization;

namespace VectorHost.Hosting.Integrity;

/// <summary>
/// How a lock file is read and written. What cannot have been meant, such as an unknown or a repeated member, is refused:
/// a lock file must not be understood in two ways.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PluginLockDocument))]
internal sealed partial class PluginLockJson : JsonSerializerContext;
