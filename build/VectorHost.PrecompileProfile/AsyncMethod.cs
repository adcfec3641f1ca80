using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace VectorHost.PrecompileProfile;

/// <summary>An async method as the compiler has written it.</summary>
/// <param name="StateMachine">The struct that holds its state.</param>
/// <param name="TypeParameters">How many type parameters the struct has, those of the types around it included.</param>
/// <param name="EncodeResult">Writes the type of what the method gives into a signature.</param>
/// <param name="GivesParameter">Whether it gives what its callers choose: a type parameter.</param>
internal sealed record AsyncMethod(
    TypeDefinitionHandle StateMachine, int TypeParameters, Action<SignatureTypeEncoder> EncodeResult, bool GivesParameter);
