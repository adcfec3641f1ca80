using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>Metadata that leads round in a circle, which no compiler writes: following it would end the process.</summary>
public sealed class CircularTypesTests : HostingTest
{
    private readonly MetadataBuilder _metadata = new();

    [Test, MatrixRow(7)]
    public void A_class_that_is_nested_in_itself_is_damaged()
    {
        TypeDefinitionHandle type = AddBackend(TypeAttributes.NestedPublic, baseType: default);
        _metadata.AddNestedType(type, type);

        Assert.That(ScanWritten("VH1102").Cause, Does.Contain("circle"));
    }

    [Test, MatrixRow(7)]
    public void A_base_class_that_is_nested_in_itself_is_damaged()
    {
        TypeReferenceHandle itself = MetadataTokens.TypeReferenceHandle(1);
        _metadata.AddTypeReference(itself, default, _metadata.GetOrAddString("Base"));
        AddBackend(TypeAttributes.Public, itself);

        Assert.That(ScanWritten("VH1102").Cause, Does.Contain("circle"));
    }

    [Test, MatrixRow(7)]
    public void Interfaces_that_inherit_from_each_other_are_looked_at_once()
    {
        TypeDefinitionHandle type = AddBackend(TypeAttributes.Public, baseType: default);
        TypeDefinitionHandle[] interfaces = [.. Enumerable.Range(0, 40).Select(AddInterface)];
        _metadata.AddInterfaceImplementation(type, interfaces[0]);
        foreach (TypeDefinitionHandle one in interfaces)
        {
            foreach (TypeDefinitionHandle other in interfaces)
            {
                _metadata.AddInterfaceImplementation(one, other);
            }
        }

        ScanWritten("VH1206");
    }

    private TypeDefinitionHandle AddInterface(int number) => _metadata.AddTypeDefinition(
        TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract,
        default,
        _metadata.GetOrAddString($"I{number}"),
        baseType: default,
        MetadataTokens.FieldDefinitionHandle(1),
        MetadataTokens.MethodDefinitionHandle(1));

    /// <summary>Adds what every assembly has, and a class with the contract's attribute.</summary>
    private TypeDefinitionHandle AddBackend(TypeAttributes attributes, EntityHandle baseType)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("Alpha.dll"), _metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("Alpha"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.Sha1);
        _metadata.AddTypeDefinition(
            default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        TypeDefinitionHandle type = _metadata.AddTypeDefinition(
            attributes, default, _metadata.GetOrAddString("Alpha"), baseType, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        _metadata.AddCustomAttribute(type, AddAttributeConstructor(), _metadata.GetOrAddBlob((byte[])[1, 0, 5, .. "alpha"u8, 0, 0]));
        return type;
    }

    private MemberReferenceHandle AddAttributeConstructor()
    {
        string contract = typeof(IVectorStore).Assembly.GetName().Name!;
        AssemblyReferenceHandle assembly = _metadata.AddAssemblyReference(
            _metadata.GetOrAddString(contract), new Version(1, 0, 0, 0), default, default, default, default);
        TypeReferenceHandle attribute = _metadata.AddTypeReference(
            assembly, _metadata.GetOrAddString(contract), _metadata.GetOrAddString(nameof(VectorStoreBackendAttribute)));
        BlobBuilder signature = new();
        new BlobEncoder(signature).MethodSignature(isInstanceMethod: true).Parameters(
            1, static returns => returns.Void(), static parameters => parameters.AddParameter().Type().String());
        return _metadata.AddMemberReference(attribute, _metadata.GetOrAddString(".ctor"), _metadata.GetOrAddBlob(signature));
    }

    private PluginProblem ScanWritten(string code)
    {
        BlobBuilder bytes = new();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata), new BlobBuilder()).Serialize(bytes);
        Directory.CreateDirectory(Folder.At("plugins/Alpha"));
        File.WriteAllBytes(Folder.At("plugins/Alpha/Alpha.dll"), bytes.ToArray());
        return ScanRejected(code);
    }
}
