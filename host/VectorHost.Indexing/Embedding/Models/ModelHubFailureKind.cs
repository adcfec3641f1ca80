namespace VectorHost.Indexing.Embedding.Models;

/// <summary>The ways in which fetching a model fails.</summary>
public enum ModelHubFailureKind
{
    /// <summary>The hub cannot be reached, broke off, or cannot work now. Tried again.</summary>
    Unavailable,

    /// <summary>There is no such model, or no such file in it.</summary>
    NotFound,

    /// <summary>The model is not for everybody, or not there: hubs do not always tell which.</summary>
    Refused,

    /// <summary>What arrived is not what the hub said that it sends.</summary>
    Damaged,

    /// <summary>What arrived is no static model.</summary>
    Unusable,

    /// <summary>Another process is fetching the same model.</summary>
    Busy,
}
