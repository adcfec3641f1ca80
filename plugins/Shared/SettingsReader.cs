using System.Globalization;
using Microsoft.Extensions.Configuration;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Shared;

/// <summary>
/// Reads a backend's section of the configuration and collects everything that is wrong with it, so that a user sees
/// all of it at once. A key is known once it was read; <see cref="ThrowIfWrong"/> comes after the last.
/// </summary>
internal sealed class SettingsReader(IConfigurationSection section)
{
    private readonly List<string> _knownKeys = [];
    private readonly List<string> _problems = [];

    /// <summary>Reads a text that may be left out.</summary>
    /// <returns>Null where it is not set, or wrong.</returns>
    public string? Text(string key) => TryRead(key, out string? value) ? value : null;

    /// <summary>Reads a text that must be set.</summary>
    /// <param name="key">The key within the section.</param>
    /// <param name="remedy">What to do when it is missing, to follow "is not set: ".</param>
    /// <returns>Empty where it is wrong, which <see cref="ThrowIfWrong"/> then says.</returns>
    public string RequiredText(string key, string remedy)
    {
        if (TryRead(key, out string? value) && value is null)
        {
            AddProblem(key, $"is not set: {remedy}");
        }

        return value ?? "";
    }

    /// <summary>Reads a whole number within bounds, both inclusive.</summary>
    public int Integer(string key, int defaultValue, int minimum, int maximum)
    {
        if (!TryRead(key, out string? value) || value is null)
        {
            return defaultValue;
        }

        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        AddProblem(key, $"is '{value}': write a whole number from {minimum} to {maximum}");
        return defaultValue;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool defaultValue)
    {
        if (!TryRead(key, out string? value) || value is null)
        {
            return defaultValue;
        }

        if (bool.TryParse(value, out bool flag))
        {
            return flag;
        }

        AddProblem(key, $"is '{value}': write true or false");
        return defaultValue;
    }

    /// <summary>Notes that a key's value is wrong.</summary>
    /// <param name="key">The key within the section.</param>
    /// <param name="problem">What is wrong and what to do, to follow the key's full path; never a secret.</param>
    public void AddProblem(string key, string problem) => _problems.Add($"{FullPath(key)} {problem}");

    /// <summary>Ends the reading: whatever was wrong, and every key that was not read, in one exception.</summary>
    /// <exception cref="VectorStoreException">The section is wrong.</exception>
    public void ThrowIfWrong()
    {
        AddUnknownKeys();
        if (_problems.Count > 0)
        {
            throw new VectorStoreException(StoreFailureKind.InvalidConfiguration, string.Join('\n', _problems));
        }
    }

    private void AddUnknownKeys()
    {
        bool hasKeys = false;
        foreach (string key in section.GetChildren().Select(child => child.Key))
        {
            hasKeys = true;
            if (!_knownKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                string? meant = NearestName.Find(key, _knownKeys);
                AddProblem(key, meant is null
                    ? $"is not known; the keys are {string.Join(", ", _knownKeys)}"
                    : $"is not known; did you mean {meant}?");
            }
        }

        if (!hasKeys && !string.IsNullOrEmpty(section.Value))
        {
            _problems.Add($"{DottedPath} is one value: it takes the keys {string.Join(", ", _knownKeys)}");
        }
    }

    /// <returns>False where the value is wrong in itself, which has been noted.</returns>
    private bool TryRead(string key, out string? value)
    {
        _knownKeys.Add(key);
        value = null;
        IConfigurationSection setting = section.GetSection(key);
        if (setting.GetChildren().Any())
        {
            AddProblem(key, "takes one value, not a list or an object");
            return false;
        }

        try
        {
            value = setting.Value;
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.InvalidConfiguration)
        {
            // A value that names an environment variable which is not set.
            _problems.Add(exception.Message);
            return false;
        }

        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            AddProblem(key, "is empty: write a value, or leave the key out");
            value = null;
            return false;
        }

        return true;
    }

    private string DottedPath => section.Path.Replace(':', '.');

    private string FullPath(string key) => $"{DottedPath}.{key}";
}
