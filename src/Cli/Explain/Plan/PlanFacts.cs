using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A plan and what is known around it.</summary>
/// <param name="Where">The file or the scaler's address.</param>
/// <param name="Plan">As published.</param>
/// <param name="State">Null from a file.</param>
/// <param name="Receipts">Of the last day; null from a file.</param>
internal sealed record PlanFacts(string Where, PlanDocument Plan, ScalerFacts? State, ReceiptsDocument? Receipts);
