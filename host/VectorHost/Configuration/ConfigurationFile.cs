using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace VectorHost.Configuration;

/// <summary>Reads a <c>vectorhost.json</c>. Comments and trailing commas are welcome.</summary>
internal static class ConfigurationFile
{
    public const string Name = "vectorhost.json";

    /// <summary>Reads a file that may be missing.</summary>
    /// <returns>Its layer, or <see langword="null"/> where there is no such file.</returns>
    /// <exception cref="ConfigurationException">It is there but cannot be read.</exception>
    public static ConfigurationLayer? ReadIfPresent(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>Reads a file that must be there.</summary>
    /// <exception cref="ConfigurationException">It is missing, unreadable, or not JSON.</exception>
    public static ConfigurationLayer Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
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
