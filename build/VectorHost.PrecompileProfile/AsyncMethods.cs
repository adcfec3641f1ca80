using System.Reflection.Metadata;

namespace VectorHost.PrecompileProfile;

/// <summary>Finds the async methods of an assembly by the field that every state machine keeps its builder in.</summary>
internal static class AsyncMethods
{
    private const string BuilderField = "<>t__builder";

    /// <summary>Finds those that give nothing, a number, a truth value, or an object.</summary>
    public static IEnumerable<AsyncMethod> Find(MetadataReader metadata, ResultReader results)
    {
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            foreach (FieldDefinition field in type.GetFields().Select(metadata.GetFieldDefinition))
            {
                if (metadata.StringComparer.Equals(field.Name, BuilderField) &&
                    field.DecodeSignature(results, genericContext: null) is { IsBuilder: true, Encode: { } encode } result)
                {
                    yield return new AsyncMethod(handle, type.GetGenericParameters().Count, encode, result.IsParameter);
                }
            }
        }
    }
}
