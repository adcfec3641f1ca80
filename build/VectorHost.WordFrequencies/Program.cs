using VectorHost.WordFrequencies;

if (args.Length < 2)
{
    await Console.Error.WriteLineAsync("""
        Counts words in source code and writes the frequency table of the lexical embedder.

        usage: VectorHost.WordFrequencies OUTPUT SOURCE...

        SOURCE is NAME,REVISION,LICENCE,FOLDER: what is recorded of a source, and where it lies.
        """);
    return 2;
}

try
{
    Source[] sources = [.. args[1..].Select(Source.Parse).OrderBy(source => source.Name, StringComparer.Ordinal)];
    DocumentFrequencies frequencies = new();
    foreach (Source source in sources)
    {
        int pieces = frequencies.Add(SourcePieces.Of(source.Folder));
        await Console.Error.WriteLineAsync($"{source.Name}: {pieces} pieces");
    }

    await File.WriteAllTextAsync(args[0], FrequencyTable.Write(sources, frequencies));
    return 0;
}
catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
