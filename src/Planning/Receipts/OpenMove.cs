namespace SageServe.Planning;

/// <summary>An open receipt as it is kept over a restart.</summary>
/// <param name="Receipt">As told so far.</param>
/// <param name="Scale">Demand to replicas.</param>
/// <param name="Tally">What the settled bins came to.</param>
/// <param name="ServedAt">When the started replicas served; null while they do not.</param>
/// <param name="EndsAt">When it closes, and <paramref name="EndsBecause"/> why.</param>
/// <param name="EndsBecause">See <see cref="ReceiptActual.ClosedBecause"/>.</param>
/// <param name="SettledTo">End of the last bin that was taken in.</param>
/// <param name="IsTakenBack">The pool started again within a cold start of this stop.</param>
public sealed record OpenMove(
    MoveReceipt Receipt,
    ReceiptScale Scale,
    ReceiptTally Tally,
    Instant? ServedAt,
    Instant EndsAt,
    string EndsBecause,
    Instant SettledTo,
    bool IsTakenBack);
