using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using VectorHost.Abstractions;

namespace VectorHost.Hosting.Discovery;

/// <summary>Checks in metadata that the host will be able to make a store of a class.</summary>
internal sealed class BackendTypeCheck(AssemblyImage image, Func<string, AssemblyImage?> findAssembly)
{
    private const byte VoidType = 0x01;
    private const byte ClassType = 0x12;
    private const int MaxBaseTypes = 100;

    private readonly MetadataReader _metadata = image.Metadata;

    /// <summary>Finds everything that stands against a class.</summary>
    public IEnumerable<PluginProblem> Check(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = TypeNames.FullName(_metadata, handle);
        if (!IsPublic(type))
        {
            yield return PluginProblems.NotPublic(image.File, name);
        }

        if (type.GetGenericParameters().Count > 0)
        {
            yield return PluginProblems.Generic(image.File, name);
        }

        if (type.Attributes.HasFlag(TypeAttributes.Abstract))
        {
            yield return PluginProblems.NotAClass(image.File, name, KindOf(type));
        }
        else if (FindWrongConstructor(type) is { } found)
        {
            yield return PluginProblems.WrongConstructor(image.File, name, found);
        }

        if (ImplementsStore(image, handle) == false)
        {
            yield return PluginProblems.NotAStore(image.File, name);
        }
    }

    private static string KindOf(TypeDefinition type) =>
        type.Attributes.HasFlag(TypeAttributes.Interface) ? "an interface"
        : type.Attributes.HasFlag(TypeAttributes.Sealed) ? "static"
        : "abstract";

    private bool IsPublic(TypeDefinition type)
    {
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil
            ? (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
            : (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NestedPublic &&
                IsPublic(_metadata.GetTypeDefinition(outer));
    }

    private string? FindWrongConstructor(TypeDefinition type)
    {
        int count = 0;
        bool takesContext = false;
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            if (_metadata.StringComparer.Equals(method.Name, ".ctor") &&
                (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            {
                count++;
                takesContext = TakesContext(method);
            }
        }

        return count switch
        {
            0 => "no public constructor",
            1 => takesContext ? null : "a public constructor that does not take a VectorStoreContext alone",
            _ => $"{count} public constructors",
        };
    }

    private bool TakesContext(MethodDefinition constructor)
    {
        BlobReader signature = _metadata.GetBlobReader(constructor.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger() == 1 &&
            signature.ReadByte() == VoidType &&
            signature.ReadByte() == ClassType &&
            TypeNames.IsContractType(_metadata, signature.ReadTypeHandle(), nameof(VectorStoreContext));
    }

    /// <summary>Walks up the base types, also into other assemblies of the plugin.</summary>
    /// <returns><see langword="null"/> where the walk leaves what can be seen: then loading will tell.</returns>
    private bool? ImplementsStore(AssemblyImage start, TypeDefinitionHandle handle)
    {
        AssemblyImage current = start;
        for (int i = 0; i < MaxBaseTypes; i++)
        {
            MetadataReader metadata = current.Metadata;
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            if (ListsStore(metadata, type, new bool[metadata.TypeDefinitions.Count + 1]))
            {
                return true;
            }

            EntityHandle parent = WithoutArguments(metadata, type.BaseType);
            if (parent.IsNil)
            {
                return false;
            }

            if (parent.Kind == HandleKind.TypeDefinition)
            {
                handle = (TypeDefinitionHandle)parent;
                continue;
            }

            TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)parent);
            string scope = TypeNames.ScopeOf(metadata, reference.ResolutionScope);
            if (Loading.HostAssemblies.IsFramework(scope))
            {
                return false;
            }

            if (findAssembly(scope) is not { } next || FindType(next.Metadata, metadata, reference) is not { } found)
            {
                return null;
            }

            (current, handle) = (next, found);
        }

        return null;
    }

    // Loops where queries would be shorter: over metadata's many value types, each query has to be compiled anew in every
    // process, and reading a folder of plugins is part of every start.
    private static bool ListsStore(MetadataReader metadata, TypeDefinition type, bool[] seen)
    {
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
        {
            EntityHandle handle = metadata.GetInterfaceImplementation(implementation).Interface;
            if (TypeNames.IsContractType(metadata, handle, nameof(IVectorStore)) ||
                (handle.Kind == HandleKind.TypeDefinition && ListsStoreAtFirst(metadata, (TypeDefinitionHandle)handle, seen)))
            {
                return true;
            }
        }

        return false;
    }

    // Once each: interfaces that inherit in a circle, which no compiler writes, would end the process.
    private static bool ListsStoreAtFirst(MetadataReader metadata, TypeDefinitionHandle handle, bool[] seen)
    {
        ref bool isSeen = ref seen[MetadataTokens.GetRowNumber(handle)];
        if (isSeen)
        {
            return false;
        }

        isSeen = true;
        return ListsStore(metadata, metadata.GetTypeDefinition(handle), seen);
    }

    /// <summary>Of a generic type with its arguments, the type itself.</summary>
    private static EntityHandle WithoutArguments(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
        {
            return handle;
        }

        BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        signature.ReadByte();
        signature.ReadByte();
        return signature.ReadTypeHandle();
    }

    private static TypeDefinitionHandle? FindType(MetadataReader target, MetadataReader source, TypeReference reference)
    {
        string name = source.GetString(reference.Name);
        string space = source.GetString(reference.Namespace);
        foreach (TypeDefinitionHandle handle in target.TypeDefinitions)
        {
            TypeDefinition type = target.GetTypeDefinition(handle);
            if (target.StringComparer.Equals(type.Name, name) && target.StringComparer.Equals(type.Namespace, space))
            {
                return handle;
            }
        }

        return null;
    }
}
