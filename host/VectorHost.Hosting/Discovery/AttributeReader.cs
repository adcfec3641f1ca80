using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using VectorHost.Abstractions;

namespace VectorHost.Hosting.Discovery;

/// <summary>Finds the classes that carry the contract's attribute, and reads what it says.</summary>
internal static class AttributeReader
{
    private const string AttributeName = nameof(VectorStoreBackendAttribute);
    private const byte NamedProperty = 0x54;
    private const byte StringType = 0x0E;

    /// <summary>
    /// The rows of the attribute table that use the contract's attribute. Asking type by type would cost more the more
    /// types there are; instead, the attribute's constructor is looked up once and searched for in the table's bytes.
    /// </summary>
    public static IEnumerable<CustomAttributeHandle> FindBackends(AssemblyImage image)
    {
        foreach (MemberReferenceHandle handle in image.Metadata.MemberReferences)
        {
            EntityHandle type = image.Metadata.GetMemberReference(handle).Parent;
            if (TypeNames.IsContractType(image.Metadata, type, AttributeName))
            {
                foreach (CustomAttributeHandle row in FindRows(image, handle))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Where an attribute of the same name comes from that is not the contract's.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static string? FindForeign(MetadataReader metadata)
    {
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            if (metadata.StringComparer.Equals(type.Name, AttributeName) && !TypeNames.IsOfContract(metadata, type.ResolutionScope))
            {
                return TypeNames.ScopeOf(metadata, type.ResolutionScope);
            }
        }

        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            if (metadata.StringComparer.Equals(metadata.GetTypeDefinition(handle).Name, AttributeName))
            {
                return "the plugin itself";
            }
        }

        return null;
    }

    /// <summary>Reads the name and the display name.</summary>
    public static (string Name, string? DisplayName) Read(MetadataReader metadata, CustomAttribute attribute)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        string name = value.ReadSerializedString() ?? "";
        string? displayName = null;
        int named = value.ReadUInt16();
        for (int i = 0; i < named && value.ReadByte() == NamedProperty && value.ReadByte() == StringType; i++)
        {
            bool isDisplayName = value.ReadSerializedString() == nameof(VectorStoreBackendAttribute.DisplayName);
            string? text = value.ReadSerializedString();
            displayName = isDisplayName ? text : displayName;
        }

        return (name, string.IsNullOrWhiteSpace(displayName) ? null : displayName);
    }

    private static IEnumerable<CustomAttributeHandle> FindRows(AssemblyImage image, MemberReferenceHandle constructor)
    {
        MetadataReader metadata = image.Metadata;
        int rowSize = metadata.GetTableRowSize(TableIndex.CustomAttribute);
        int rowCount = metadata.GetTableRowCount(TableIndex.CustomAttribute);
        byte[] table = image.ReadTable(metadata.GetTableMetadataOffset(TableIndex.CustomAttribute), rowSize * rowCount);

        // A row is: parent, constructor, value. The last two columns' widths follow from the sizes of what they point
        // into; the first takes the rest (ECMA-335 II.22.10 and II.24.2.6).
        int valueSize = metadata.GetHeapSize(HeapIndex.Blob) > ushort.MaxValue ? 4 : 2;
        int largest = Math.Max(metadata.GetTableRowCount(TableIndex.MethodDef), metadata.GetTableRowCount(TableIndex.MemberRef));
        int constructorSize = largest < 1 << 13 ? 2 : 4;
        int constructorOffset = rowSize - valueSize - constructorSize;

        byte[] wanted = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(wanted, CodedIndex.CustomAttributeType(constructor));
        for (int found, start = 0; (found = table.AsSpan(start).IndexOf(wanted.AsSpan(0, constructorSize))) >= 0; start += found + 1)
        {
            int position = start + found;
            if (position % rowSize == constructorOffset)
            {
                yield return MetadataTokens.CustomAttributeHandle((position / rowSize) + 1);
            }
        }
    }
}
