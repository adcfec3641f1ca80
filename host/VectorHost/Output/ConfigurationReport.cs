using Spectre.Console;
using VectorHost.Configuration;

namespace VectorHost.Output;

/// <summary>Shows the effective configuration to a person.</summary>
internal static class ConfigurationReport
{
    public static void Write(Terminal terminal, IReadOnlyList<ConfigurationEntry> entries)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("key", "value", "from");
        foreach (ConfigurationEntry entry in entries)
        {
            table.AddRow(new Text(entry.Path), new Text(entry.Value ?? "-"), new Text(entry.Origin, new Style(Color.Grey)));
        }

        terminal.Results.Write(table);
    }
}
