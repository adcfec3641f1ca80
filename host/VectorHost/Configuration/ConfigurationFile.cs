using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace VectorHost.Configuration;

/// <summary>Reads a <c>vectorhost.json</c>. Comments and trailing commas are welcome.</summary>
internal static class ConfigurationFile
{
    public const string Name = "vectorhost.json";

    /// <summary>Far more than anybody writes by hand: what is longer is another file under this name.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a file that may be missing.</summary>
    /// <returns>Its layer, or <see langword="null"/> where there is no such file.</returns>
    /// <exception cref="ConfigurationException">It is there but cannot be read.</exception>
    public static ConfigurationLayer? ReadIfPresent(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>Reads a file that must be there.</summary>
    /// <exception cref="ConfigurationException">It is missing, unreadable, too long, or not JSON.</exception>
    public static ConfigurationLayer Read(string path)
    {
        try
        {
            using MemoryStream stream = ReadContent(path);
            Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
            foreach ((string key, string? value) in new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable())
            {
                values[key.Replace(':', '.')] = value;
            }

            RemoveObjects(values);
            return new ConfigurationLayer(path, values);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(
                $"{path}, line {exception.LineNumber + 1}: not valid JSON near column {exception.BytePositionInLine + 1}. Mend the file, or delete it to use the defaults.");
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException($"{path}: {Describe(exception)}");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"There is no configuration file {path}. Write one with 'vectorhost config init', or check --config.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && Directory.Exists(path))
        {
            throw new ConfigurationException($"{path} is a folder: name the file in it, such as {Path.Combine(path, Name)}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {exception.Message}");
        }
    }

    private static MemoryStream ReadContent(string path)
    {
        using FileStream file = File.OpenRead(path);
        MemoryStream content = new();
        byte[] buffer = new byte[16 * 1024];

        // Not by its length, which pipes do not have and others only say.
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxBytes)
            {
                throw new ConfigurationException($"{path} is longer than {MaxBytes / 1024} KiB, so it is no configuration file. Name another with --config, or move this one away.");
            }
        }

        content.Position = 0;
        return content;
    }

    /// <summary>The reader quotes what it means, keys with the delimiter that they have inside of the program.</summary>
    private static string Describe(FormatException exception) => exception.Message.Split('\'') switch
    {
        [var start, var key, _] when start.Contains("duplicate", StringComparison.OrdinalIgnoreCase) =>
            $"the key {key.Replace(':', '.')} is there twice: keep one of them.",
        _ => "the file must be one JSON object, such as { \"vector_store\": { \"backend\": \"sqlite\" } }.",
    };

    /// <summary>An object is not a value: only its leaves are. Without this, <c>{}</c> would look like an unknown key.</summary>
    private static void RemoveObjects(Dictionary<string, string?> values)
    {
        foreach (string parent in values.Keys.SelectMany(Parents).ToHashSet(StringComparer.OrdinalIgnoreCase))
        {
            values.Remove(parent);
        }
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (int dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            yield return path[..dot];
        }
    }
}
