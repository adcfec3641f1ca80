using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace VectorHost.Abstractions.Tests;

/// <summary>Writes what an assembly offers as text: a line for each public type and member, sorted.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{assembly.GetName().Name} {assembly.GetName().Version}\n");
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Kind(type)} {Name(type)}{Bases(type)}\n");
            foreach (string member in type.GetMembers(Declared).Select(member => Member(member)).OfType<string>().Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {member}\n");
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ when type.GetMethod("<Clone>$") is not null => type.IsSealed ? "sealed record" : "record",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        IEnumerable<string> bases = type.IsEnum ? [Name(Enum.GetUnderlyingType(type))] :
        [
            .. type.BaseType is { } parent && parent != typeof(object) ? [Name(parent)] : Array.Empty<string>(),
            .. type.GetInterfaces().Select(Name).Where(name => !name.StartsWith("IEquatable", StringComparison.Ordinal) && name != "ISerializable").Order(StringComparer.Ordinal),
        ];
        string joined = string.Join(", ", bases);
        return joined.Length == 0 ? "" : $" : {joined}";
    }

    /// <summary>What the compiler makes for records and accessors is no decision of ours.</summary>
    private static string? Member(MemberInfo member)
    {
        bool isGenerated = member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name is "<Clone>$" or "ToString" or "value__";
        return member switch
        {
            FieldInfo { IsLiteral: true } field => $"{field.Name} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
            PropertyInfo property when !isGenerated && property.Name != "EqualityContract" => Property(property),
            ConstructorInfo constructor when !isGenerated => $"{Name(constructor.DeclaringType!)}({Parameters(constructor)})",
            MethodInfo { IsSpecialName: false } method when !isGenerated => $"{(method.IsStatic ? "static " : "")}{Nullable(method.ReturnParameter)} {method.Name}({Parameters(method)})",
            _ => null,
        };
    }

    private static string Property(PropertyInfo property)
    {
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string shared = property.GetMethod!.IsStatic ? "static " : "";
        string setter = property.SetMethod is not { IsPublic: true } set ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        string type = Nullable(Name(property.PropertyType), new NullabilityInfoContext().Create(property));
        return $"{shared}{required}{type} {property.Name} {{ get;{setter} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Nullable(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Nullable(ParameterInfo parameter) =>
        Nullable(Name(parameter.ParameterType), new NullabilityInfoContext().Create(parameter));

    private static string Nullable(string name, NullabilityInfo nullability) =>
        nullability.ReadState == NullabilityState.Nullable && !name.EndsWith('?') ? $"{name}?" : name;

    private static string Name(Type type)
    {
        if (System.Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Name(inner)}?";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
