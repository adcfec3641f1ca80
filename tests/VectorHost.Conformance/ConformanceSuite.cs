using System.Reflection;

namespace VectorHost.Conformance;

/// <summary>The themes of the suite, and which of them a backend's tests forget.</summary>
public static class ConformanceSuite
{
    /// <summary>Every theme: the open generic classes that a backend's tests inherit, once each, by name.</summary>
    public static IReadOnlyList<Type> Themes { get; } =
    [
        .. typeof(ConformanceSuite).Assembly.GetExportedTypes()
            .Where(type => type.IsAbstract && type.IsGenericTypeDefinition && IsTheme(type.BaseType))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The themes that no fixture of an assembly inherits for a backend.</summary>
    /// <param name="tests">The assembly of the backend's tests.</param>
    /// <param name="backend">The backend's own <see cref="TestBackend"/>.</param>
    public static IReadOnlyList<Type> FindMissing(Assembly tests, Type backend)
    {
        ArgumentNullException.ThrowIfNull(tests);
        ArgumentNullException.ThrowIfNull(backend);
        HashSet<Type> inherited =
        [
            .. tests.GetTypes()
                .Where(type => !type.IsAbstract)
                .SelectMany(BaseTypes)
                .Where(type => type.IsConstructedGenericType && type.GetGenericArguments()[0] == backend)
                .Select(type => type.GetGenericTypeDefinition()),
        ];
        return [.. Themes.Where(theme => !inherited.Contains(theme))];
    }

    private static bool IsTheme(Type? baseType) =>
        baseType is { IsGenericType: true } && baseType.GetGenericTypeDefinition() == typeof(VectorStoreConformance<>);

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }
}
