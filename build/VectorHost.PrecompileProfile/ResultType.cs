using System.Reflection.Metadata.Ecma335;

namespace VectorHost.PrecompileProfile;

/// <summary>A type in the signature of a builder's field: the builder itself, or what its method gives.</summary>
/// <param name="Encode">Writes the type of what the method gives; <see langword="null"/> for types that are left out.</param>
/// <param name="IsBuilder">Whether it is the builder of a method that gives a task.</param>
/// <param name="IsParameter">Whether it is a type parameter, which whoever calls the method chooses.</param>
internal sealed record ResultType(Action<SignatureTypeEncoder>? Encode, bool IsBuilder = false, bool IsParameter = false);
