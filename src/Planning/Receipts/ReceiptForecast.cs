namespace SageServe.Planning;

/// <summary>
/// What a move was decided for. Demand is prompt tokens per second of the receipt's tiers at the deployment; replicas are the pool's, for
/// all that it serves.
/// </summary>
/// <param name="Demand">Expected when a replica started at the move serves, without margin.</param>
/// <param name="Held">Held for at that time.</param>
/// <param name="Kept">Held for until the end of what was decided.</param>
/// <param name="Quantile">Share of minutes that should stay within what is held for; null where the strategy tells none.</param>
/// <param name="Low">The planning window's largest minute at 5 %; null where nothing was forecast.</param>
/// <param name="High">The same at 95 %.</param>
/// <param name="Replicas">That the expected demand takes.</param>
/// <param name="ReplicasHeld">That what is held for takes: at the lead for a start, to the end for a stop.</param>
public sealed record ReceiptForecast(
    double Demand,
    double Held,
    double Kept,
    double? Quantile,
    double? Low,
    double? High,
    int Replicas,
    int ReplicasHeld);
