namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>What a piece of code does with a name, the more the higher.</summary>
internal enum DefinitionKind
{
    /// <summary>It does not define it.</summary>
    None,

    /// <summary>Says what a function takes and gives, and leaves its body to others.</summary>
    Declaration,

    /// <summary>It defines a function, a value, a member, or something that cannot be told.</summary>
    Other,

    /// <summary>It defines a type: the first thing that people mean by a name, before the members that are called alike.</summary>
    Type,
}
