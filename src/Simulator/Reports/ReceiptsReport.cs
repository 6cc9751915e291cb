using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Whether the strategy's moves were worth it, by the same ledger that a live scaler keeps.</summary>
public sealed record ReceiptsReport
{
    /// <summary>Verdicts that were given, in the order of <see cref="ReceiptVerdicts.All"/>.</summary>
    public required IReadOnlyList<VerdictReport> Verdicts { get; init; }

    /// <summary>Moves whose time was not over at the end.</summary>
    public required int Open { get; init; }

    public required double? WorthItShare { get; init; }

    public required double WastedUsd { get; init; }

    public required double SavedUsd { get; init; }

    /// <summary>Minutes in which a moved pool was short before its start served, move by move.</summary>
    public required double LateMinutes { get; init; }

    /// <summary>Expected over actual demand; null where nothing was expected.</summary>
    public required double? ForecastBias { get; init; }

    /// <summary>Share of minutes within what was held for, to be near <see cref="AskedCoverage"/>; null where no quantile was told.</summary>
    public required double? Coverage { get; init; }

    public required double? AskedCoverage { get; init; }
}
