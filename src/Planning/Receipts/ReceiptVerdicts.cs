using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What a move turned out to be; docs/operating/receipts.md has the formulas.</summary>
public static class ReceiptVerdicts
{
    /// <summary>A start: demand took at least half of the moved replicas in some minute.</summary>
    public const string Needed = "needed";

    /// <summary>A start that only the quantile asked for, and the quantile did not come.</summary>
    public const string Insurance = "insurance";

    /// <summary>A start before which the pool was short already.</summary>
    public const string TooLate = "too-late";

    /// <summary>A start that demand did not take, or that was undone before it served.</summary>
    public const string Wasted = "wasted";

    /// <summary>A start that the catalog's minimum asked for.</summary>
    public const string Bound = "bound";

    /// <summary>A stop that nothing missed.</summary>
    public const string Saved = "saved";

    /// <summary>A stop after which the pool was short or started again within a cold start.</summary>
    public const string Regretted = "regretted";

    /// <summary>Demand was not known for long enough, or it is not what the move was decided for.</summary>
    public const string Unknown = "not-known";

    /// <summary>In the order of reports.</summary>
    public static readonly ImmutableArray<string> All = [Needed, Insurance, TooLate, Wasted, Bound, Saved, Regretted, Unknown];

    /// <summary>True where the move paid; false where it did not; null where that is not the question or not known.</summary>
    public static bool? IsWorthIt(string verdict) => verdict switch
    {
        Needed or Insurance or Saved => true,
        TooLate or Wasted or Regretted => false,
        _ => null,
    };
}
