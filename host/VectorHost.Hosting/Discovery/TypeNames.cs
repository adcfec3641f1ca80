using System.Reflection.Metadata;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Discovery;

/// <summary>Names of types and of where they come from, out of metadata.</summary>
internal static class TypeNames
{
    /// <summary>Deeper nesting is a circle: nobody writes it, and following it would end the process.</summary>
    private const int MaxNesting = 100;

    /// <summary>Whether a type reference is resolved in the contract's assembly.</summary>
    public static bool IsOfContract(MetadataReader metadata, EntityHandle scope) =>
        scope.Kind == HandleKind.AssemblyReference &&
        metadata.StringComparer.Equals(
            metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, HostAssemblies.Contract, ignoreCase: true);

    /// <summary>Whether a handle refers to a type of the contract.</summary>
    public static bool IsContractType(MetadataReader metadata, EntityHandle handle, string name)
    {
        if (handle.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)handle);
        return metadata.StringComparer.Equals(type.Name, name) &&
            metadata.StringComparer.Equals(type.Namespace, HostAssemblies.Contract) &&
            IsOfContract(metadata, type.ResolutionScope);
    }

    /// <summary>The name of the assembly that a type reference comes from, or words in its place.</summary>
    /// <exception cref="InvalidDataException">The types are nested in a circle.</exception>
    public static string ScopeOf(MetadataReader metadata, EntityHandle scope)
    {
        for (int depth = 0; scope.Kind == HandleKind.TypeReference; depth++)
        {
            RequireEnd(depth);
            scope = metadata.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        return scope.Kind == HandleKind.AssemblyReference
            ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
            : "the plugin itself";
    }

    /// <summary>The full name of a type, as reflection writes it: <c>+</c> before a nested type.</summary>
    /// <exception cref="InvalidDataException">The types are nested in a circle.</exception>
    public static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        for (int depth = 0; !type.GetDeclaringType().IsNil; depth++)
        {
            RequireEnd(depth);
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
            name = $"{metadata.GetString(type.Name)}+{name}";
        }

        string space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    /// <summary>The namespace and name of an attribute's class.</summary>
    public static string OfAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        switch (attribute.Constructor.Kind)
        {
            case HandleKind.MemberReference:
                EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
                if (parent.Kind != HandleKind.TypeReference)
                {
                    return "";
                }

                TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            case HandleKind.MethodDefinition:
                return FullName(metadata, metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType());
            default:
                return "";
        }
    }

    private static void RequireEnd(int depth)
    {
        if (depth == MaxNesting)
        {
            throw new InvalidDataException("its types are nested in a circle.");
        }
    }
}
