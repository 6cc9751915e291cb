using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What the ledger of moves keeps over a restart. Whoever drives Planning asks for it when it likes and gives it with the first tick of the next run.</summary>
/// <param name="Sequence">Of the last receipt.</param>
/// <param name="Open">Sorted by pool, then in the order of opening.</param>
/// <param name="Decided">At the last tick; what became of them is told in their fate.</param>
public sealed record ReceiptState(long Sequence, ImmutableArray<OpenMove> Open, ImmutableArray<OpenMove> Decided);
