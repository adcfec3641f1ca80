using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace VectorHost.PrecompileProfile;

/// <summary>Reads from the type of a builder what its method gives.</summary>
/// <param name="noResult">Writes what stands for nothing.</param>
/// <param name="anyObject">Writes what stands for every class, since the runtime shares code among them.</param>
internal sealed class ResultReader(Action<SignatureTypeEncoder> noResult, Action<SignatureTypeEncoder> anyObject)
    : ISignatureTypeProvider<ResultType, object?>
{
    private static readonly ResultType LeftOut = new(Encode: null);

    private readonly ResultType _object = new(anyObject);
    private readonly ResultType _parameter = new(anyObject, IsParameter: true);

    /// <inheritdoc/>
    public ResultType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        // A method that gives a ValueTask is boxed like one that gives a Task.
        return reader.GetString(reader.GetTypeReference(handle).Name) switch
        {
            "AsyncTaskMethodBuilder" or "AsyncValueTaskMethodBuilder" => new ResultType(noResult, IsBuilder: true),
            "AsyncTaskMethodBuilder`1" or "AsyncValueTaskMethodBuilder`1" => new ResultType(Encode: null, IsBuilder: true),
            _ => OfKind(rawTypeKind),
        };
    }

    /// <inheritdoc/>
    public ResultType GetGenericInstantiation(ResultType genericType, ImmutableArray<ResultType> typeArguments) =>
        genericType.IsBuilder ? typeArguments[0] with { IsBuilder = true } : genericType;

    /// <inheritdoc/>
    public ResultType GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode is PrimitiveTypeCode.String or PrimitiveTypeCode.Object
        ? _object
        : new ResultType(type => type.PrimitiveType(typeCode));

    /// <inheritdoc/>
    public ResultType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => OfKind(rawTypeKind);

    /// <inheritdoc/>
    public ResultType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        LeftOut;

    /// <inheritdoc/>
    public ResultType GetGenericTypeParameter(object? genericContext, int index) => _parameter;

    /// <inheritdoc/>
    public ResultType GetGenericMethodParameter(object? genericContext, int index) => _parameter;

    /// <inheritdoc/>
    public ResultType GetSZArrayType(ResultType elementType) => _object;

    /// <inheritdoc/>
    public ResultType GetArrayType(ResultType elementType, ArrayShape shape) => _object;

    /// <inheritdoc/>
    public ResultType GetModifiedType(ResultType modifier, ResultType unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public ResultType GetByReferenceType(ResultType elementType) => LeftOut;

    /// <inheritdoc/>
    public ResultType GetPointerType(ResultType elementType) => LeftOut;

    /// <inheritdoc/>
    public ResultType GetPinnedType(ResultType elementType) => LeftOut;

    /// <inheritdoc/>
    public ResultType GetFunctionPointerType(MethodSignature<ResultType> signature) => LeftOut;

    private ResultType OfKind(byte rawTypeKind) => (SignatureTypeKind)rawTypeKind == SignatureTypeKind.Class ? _object : LeftOut;
}
