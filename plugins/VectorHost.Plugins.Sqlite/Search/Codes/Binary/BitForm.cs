namespace VectorHost.Plugins.Sqlite.Search.Codes.Binary;

/// <summary>Which codes of one bit a dimension there are.</summary>
internal enum BitForm
{
    /// <summary>None.</summary>
    None,

    /// <summary>Of the vectors as they are: a query's tables serve all repositories that have this form.</summary>
    Plain,

    /// <summary>Of the vectors less their centre: estimates are nearer, and a query's tables are of one repository.</summary>
    Centered,
}
