using VectorHost.ScenarioTable;

// Arguments: the root of the source tree, and the file to write. Ends with 1 where a cell of the table is a hole.
if (args is not [string root, string file])
{
    Console.Error.WriteLine("usage: VectorHost.ScenarioTable ROOT FILE");
    return 2;
}

const string Prefix = "VectorHost.Plugins.";
const string Suffix = ".Tests";
BackendOutcomes[] backends =
[
    .. Directory.GetDirectories(Path.Combine(root, "tests"), $"{Prefix}*{Suffix}")
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal)
        .Select(project => BackendOutcomes.Read(project[Prefix.Length..^Suffix.Length], Path.Combine(root, "artifacts", "bin", project))),
];
Table table = new(backends);
File.WriteAllText(file, table.Write());
foreach (string hole in table.Holes)
{
    Console.Error.WriteLine(hole);
}

Console.WriteLine($"{ScenarioCatalog.All.Count} scenarios, {backends.Length} backends, {table.Holes.Count} holes: {file}");
return table.Holes.Count == 0 ? 0 : 1;
