namespace SageServe.Planning;

/// <summary>A whole column to decide.</summary>
/// <param name="Column">Of the program.</param>
/// <param name="Rank">Lower ranks are decided first.</param>
internal readonly record struct ExactDecision(int Column, int Rank)
{
    /// <summary>All replicas that are paid for alike, of all models.</summary>
    public const int OfAll = 0;

    /// <summary>A model's replicas that count the same, in all regions.</summary>
    public const int OfModel = 1;

    /// <summary>One pool or group.</summary>
    public const int OfPool = 2;
}
