using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace VectorHost.PrecompileProfile;

/// <summary>Writes the profile of an assembly.</summary>
/// <remarks>
/// A profile is an assembly that nobody runs. Its global method <c>AssemblyDictionary</c> names a group of assemblies and a
/// second method, which loads the token of each method to compile.
/// </remarks>
internal sealed class ProfileWriter
{
    private const int StackSize = 8;
    private const string CoreLibrary = "System.Private.CoreLib";

    private readonly MetadataReader _source;
    private readonly string _name;
    private readonly MetadataBuilder _profile = new();
    private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());
    private readonly InstructionEncoder _methods = new(new BlobBuilder());
    private readonly Dictionary<TypeDefinitionHandle, EntityHandle> _types = [];
    private readonly EntityHandle _assembly;
    private readonly EntityHandle _box;
    private readonly EntityHandle _thread;
    private readonly EntityHandle _noResult;
    private readonly EntityHandle _anyObject;

    /// <summary>Makes a writer.</summary>
    /// <param name="source">The assembly whose async methods are listed.</param>
    public ProfileWriter(MetadataReader source)
    {
        _source = source;
        _name = source.GetString(source.GetAssemblyDefinition().Name);
        _assembly = AddAssembly(_name);
        EntityHandle core = AddAssembly(CoreLibrary);
        _box = AddType(AddType(core, "System.Runtime.CompilerServices", "AsyncTaskMethodBuilder`1"), "", "AsyncStateMachineBox`1");
        _thread = AddType(core, "System.Threading", "Thread");
        _noResult = AddType(core, "System.Threading.Tasks", "VoidTaskResult");
        _anyObject = AddType(core, "System", "__Canon");
    }

    /// <summary>Writes the profile.</summary>
    /// <returns>The bytes of its file: the same for the same assembly.</returns>
    public byte[] Write()
    {
        ResultReader results = new(type => type.Type(_noResult, isValueType: true), EncodeAnyObject);
        foreach (AsyncMethod method in AsyncMethods.Find(_source, results))
        {
            AddBox(method, method.EncodeResult, EncodeAnyObject);
            if (method is { GivesParameter: true, TypeParameters: 1 })
            {
                // What is called for any result is also called where the answer is yes or no.
                AddBox(method, EncodeTruth, EncodeTruth);
            }
        }

        return Serialize();
    }

    private void AddBox(AsyncMethod method, Action<SignatureTypeEncoder> encodeResult, Action<SignatureTypeEncoder> encodeParameter)
    {
        BlobBuilder signature = new();
        GenericTypeArgumentsEncoder arguments =
            new BlobEncoder(signature).TypeSpecificationSignature().GenericInstantiation(_box, genericArgumentCount: 2, isValueType: false);
        encodeResult(arguments.AddArgument());
        EncodeStateMachine(arguments.AddArgument(), method, encodeParameter);
        TypeSpecificationHandle box = _profile.AddTypeSpecification(_profile.GetOrAddBlob(signature));

        AddMethod(box, ".cctor", isInstance: false);
        AddMethod(box, "MoveNext", isInstance: true);
        AddMethod(box, "MoveNext", isInstance: true, type => type.Type(_thread, isValueType: false));
        AddMethod(box, "ExecutionContextCallback", isInstance: false, type => type.Object());
        AddMethod(box, "ClearStateUponCompletion", isInstance: true);
    }

    private void EncodeStateMachine(SignatureTypeEncoder type, AsyncMethod method, Action<SignatureTypeEncoder> encodeParameter)
    {
        EntityHandle stateMachine = ReferenceTo(method.StateMachine);
        if (method.TypeParameters == 0)
        {
            type.Type(stateMachine, isValueType: true);
            return;
        }

        GenericTypeArgumentsEncoder arguments = type.GenericInstantiation(stateMachine, method.TypeParameters, isValueType: true);
        for (int i = 0; i < method.TypeParameters; i++)
        {
            encodeParameter(arguments.AddArgument());
        }
    }

    private static void EncodeTruth(SignatureTypeEncoder type) => type.Boolean();

    private void EncodeAnyObject(SignatureTypeEncoder type) => type.Type(_anyObject, isValueType: false);

    /// <summary>Lists a method that gives nothing.</summary>
    private void AddMethod(TypeSpecificationHandle type, string name, bool isInstance, params Action<SignatureTypeEncoder>[] parameters)
    {
        MemberReferenceHandle method = _profile.AddMemberReference(type, _profile.GetOrAddString(name), EncodeSignature(isInstance, parameters));
        _methods.OpCode(ILOpCode.Ldtoken);
        _methods.Token(method);
        _methods.OpCode(ILOpCode.Pop);
    }

    private BlobHandle EncodeSignature(bool isInstance, params Action<SignatureTypeEncoder>[] parameters)
    {
        BlobBuilder signature = new();
        new BlobEncoder(signature).MethodSignature(isInstanceMethod: isInstance).Parameters(
            parameters.Length,
            returnType => returnType.Void(),
            encoder => Array.ForEach(parameters, encode => encode(encoder.AddParameter().Type())));
        return _profile.GetOrAddBlob(signature);
    }

    private EntityHandle ReferenceTo(TypeDefinitionHandle handle)
    {
        if (!_types.TryGetValue(handle, out EntityHandle reference))
        {
            TypeDefinition type = _source.GetTypeDefinition(handle);
            TypeDefinitionHandle outer = type.GetDeclaringType();
            reference = AddType(outer.IsNil ? _assembly : ReferenceTo(outer), _source.GetString(type.Namespace), _source.GetString(type.Name));
            _types.Add(handle, reference);
        }

        return reference;
    }

    private EntityHandle AddType(EntityHandle scope, string space, string name) =>
        _profile.AddTypeReference(scope, _profile.GetOrAddString(space), _profile.GetOrAddString(name));

    private EntityHandle AddAssembly(string name) => _profile.AddAssemblyReference(
        _profile.GetOrAddString(name), new Version(0, 0, 0, 0), culture: default, publicKeyOrToken: default, flags: default, hashValue: default);

    private byte[] Serialize()
    {
        _profile.AddModule(0, _profile.GetOrAddString($"{_name}.mibc"), mvid: default, encId: default, encBaseId: default);
        _profile.AddAssembly(
            _profile.GetOrAddString($"{_name}.mibc"), new Version(1, 0, 0, 0), culture: default, publicKey: default, flags: default, AssemblyHashAlgorithm.None);
        _profile.AddTypeDefinition(
            attributes: default, @namespace: default, _profile.GetOrAddString("<Module>"), baseType: default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));

        _methods.OpCode(ILOpCode.Ret);
        MethodDefinitionHandle group = AddGlobalMethod($"Assemblies_{_name}", _methods);
        InstructionEncoder dictionary = new(new BlobBuilder());
        dictionary.LoadString(_profile.GetOrAddUserString($"{_name};{CoreLibrary};"));
        dictionary.OpCode(ILOpCode.Ldtoken);
        dictionary.Token(group);
        dictionary.OpCode(ILOpCode.Pop);
        dictionary.OpCode(ILOpCode.Ret);
        AddGlobalMethod("AssemblyDictionary", dictionary);

        BlobBuilder file = new();
        PEHeaderBuilder header = new(imageCharacteristics: Characteristics.Dll);
        new ManagedPEBuilder(header, new MetadataRootBuilder(_profile), _bodies.Builder, deterministicIdProvider: _ => default).Serialize(file);
        return file.ToArray();
    }

    private MethodDefinitionHandle AddGlobalMethod(string name, InstructionEncoder code) => _profile.AddMethodDefinition(
        MethodAttributes.Public | MethodAttributes.Static,
        MethodImplAttributes.IL,
        _profile.GetOrAddString(name),
        EncodeSignature(isInstance: false),
        _bodies.AddMethodBody(code, StackSize),
        MetadataTokens.ParameterHandle(1));
}
