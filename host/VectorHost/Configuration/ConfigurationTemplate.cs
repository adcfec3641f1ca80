using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VectorHost.Configuration;

/// <summary>
/// Writes a <c>vectorhost.json</c> that explains itself. All but the backend is commented out: a file that repeated the
/// defaults would override what other files say.
/// </summary>
internal static class ConfigurationTemplate
{
    private const string BackendExample = """
            // Each backend has a section of its own, named after it; the backend's README describes its keys.
            // "sqlite": { "path": null },

        """;

    /// <summary>The text of the file: every key that it may set, with its default and a comment each.</summary>
    /// <param name="isRepositorys">Whether it is the file of a repository, which may not set everything.</param>
    public static string Write(bool isRepositorys)
    {
        string which = isRepositorys ? "setting that a repository may make" : "setting";
        StringBuilder text = new($$"""
            // The configuration of VectorHost. Every {{which}} is here with its default;
            // take away the // before those that you want to change.
            {

            """);
        foreach (IGrouping<string, ConfigurationKey> section in ConfigurationKeys.All
            .Where(key => key.FromRepository || !isRepositorys)
            .GroupBy(key => key.Path[..key.Path.IndexOf('.', StringComparison.Ordinal)]))
        {
            text.Append(CultureInfo.InvariantCulture, $"  \"{section.Key}\": {{\n");
            AppendMembers(text, section);
            text.Append(section.Key == "vector_store" ? BackendExample : "");
            text.Append("  },\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void AppendMembers(StringBuilder text, IGrouping<string, ConfigurationKey> section)
    {
        foreach (IGrouping<string, ConfigurationKey> group in section.GroupBy(key => Subsection(key.Path)))
        {
            if (group.Key.Length == 0)
            {
                AppendAll(text, group, indent: 4);
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"    \"{group.Key}\": {{\n");
            AppendAll(text, group, indent: 6);
            text.Append("    },\n");
        }
    }

    private static void AppendAll(StringBuilder text, IEnumerable<ConfigurationKey> keys, int indent)
    {
        string spaces = new(' ', indent);
        foreach (ConfigurationKey key in keys)
        {
            string name = key.Path[(key.Path.LastIndexOf('.') + 1)..];
            string off = key.Path == ConfigurationKeys.Backend ? "" : "// ";
            text.Append(CultureInfo.InvariantCulture, $"{spaces}// {key.Description}\n{spaces}{off}\"{name}\": {Value(key)},\n");
        }
    }

    private static string Subsection(string path) => path.Split('.') is [_, var subsection, _] ? subsection : "";

    private static string Value(ConfigurationKey key) => key.Kind switch
    {
        ConfigurationValueKind.List => "[]",
        ConfigurationValueKind.Map => "{}",
        ConfigurationValueKind.Number => key.Default ?? "null",
        _ => key.Default is null ? "null" : JsonSerializer.Serialize(key.Default, JsonText.Default.String),
    };
}
