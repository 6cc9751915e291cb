namespace SageServe.Gateway;

/// <summary>What one gateway of a region says to another.</summary>
internal interface ISiblingWord
{
    /// <summary>Whose word it is, new with each start.</summary>
    string Id { get; }

    RegionId Region { get; }

    /// <summary>False for an answer of something else.</summary>
    bool IsWhole { get; }
}
