namespace SageServe.Planning;

/// <summary>What is made of the methods' answers.</summary>
internal enum CombineRule
{
    /// <summary>All of them, weighted by how well they did lately.</summary>
    Ensemble,

    /// <summary>The one that did best lately; of nearly equals the simpler.</summary>
    Best,

    /// <summary>The last of the list where it has an answer; the others stand in for it until then.</summary>
    Named,
}
