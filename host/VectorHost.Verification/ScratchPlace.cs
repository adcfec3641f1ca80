namespace VectorHost.Verification;

/// <summary>Where a store may keep what it likes: a collection that nobody else uses, and a folder of its own.</summary>
/// <param name="CollectionName">The collection's name, as the contract wants it.</param>
/// <param name="DataDirectory">The folder, absolute, not made yet.</param>
internal sealed record ScratchPlace(string CollectionName, string DataDirectory);
