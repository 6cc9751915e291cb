namespace SageServe.Routing;

/// <summary>The names that configuration uses for the rules, in one place.</summary>
public static class NamedRules
{
    private static readonly string[] Regions = ["home-first", "least-utilized", "nearest", "cheapest", "predicted-ttft"];
    private static readonly string[] Instances = ["least-outstanding-work", "power-of-two", "round-robin", "prefix-affinity", "session-affinity"];
    private static readonly string[] Orders = ["fcfs", "edf", "pf", "dpa", "on-time"];
    private static readonly string[] Fairnesses = ["vtc", "none"];

    /// <summary>Patient work goes where most of it is.</summary>
    internal const string Pack = "pack";

    private static readonly string[] PatientPlacements = [Pack, "spread"];

    public static IReadOnlyList<string> PatientPlacementNames => PatientPlacements;

    public static IReadOnlyList<string> RegionNames => Regions;

    public static IReadOnlyList<string> InstanceNames => Instances;

    public static IReadOnlyList<string> OrderNames => Orders;

    public static IReadOnlyList<string> FairnessNames => Fairnesses;

    /// <summary>True when a request's prefix blocks are of use; else nobody need compute them.</summary>
    public static bool UsesPrefixes(ModelFlowOptions options) =>
        InstanceRule(options.InstancePolicy) == Routing.InstanceRule.PrefixAffinity || RegionRule(options.RegionPolicy) == Routing.RegionRule.PredictedTtft;

    /// <summary>What is wrong with these options, in sentences; empty when they can be used.</summary>
    public static IEnumerable<string> Problems(ModelFlowOptions options)
    {
        var names = new[]
        {
            Unknown("RegionPolicy", options.RegionPolicy, Regions),
            Unknown("InstancePolicy", options.InstancePolicy, Instances),
            Unknown("HoldOrder", options.HoldOrder, Orders),
            Unknown("Fairness", options.Fairness, Fairnesses),
            Unknown("Patient.Placement", options.Patient.Placement, PatientPlacements),
            options.Patient is { ReserveUse: > 0 and <= 10, PrefillSeconds: >= 0, EvictionsPerSecond: >= 0, KvReserve: >= 0 and <= 0.9 } ? null : "Patient.ReserveUse must be within 0..10 and above 0, Patient.PrefillSeconds and Patient.EvictionsPerSecond not negative, Patient.KvReserve within 0..0.9.",
            options.HomeThreshold is >= 0 and <= 1 ? null : "HomeThreshold must be within 0..1.",
            options.DeferredBoundShare is > 0 and <= 1 ? null : "DeferredBoundShare must be within 0..1 and above 0.",
            options.ReplicaBoundSeconds > 0 && options.PrefillBoundSeconds > 0 ? null : "ReplicaBoundSeconds and PrefillBoundSeconds must be positive.",
            options.PressureHeadroom > 0 ? null : "PressureHeadroom must be positive.",
            options.OverflowThreshold is >= 0 and <= 1 ? null : "OverflowThreshold must be within 0..1.",
            options.UrgentWithin >= TimeSpan.Zero && options.LateWithin >= TimeSpan.Zero ? null : "UrgentWithin and LateWithin must not be negative.",
            options.Gateways >= 1 ? null : "Gateways must be at least 1.",
            options.MaxAttempts >= 1 ? null : "MaxAttempts must be at least 1.",
            options.RetryBudget >= 0 && options.RetryFloor >= 0 ? null : "RetryBudget and RetryFloor must not be negative.",
        };
        return names.Concat(HoldProblems(options)).Concat(AffinityProblems(options.Affinity)).Concat(HealthProblems(options)).OfType<string>();
    }

    private static IEnumerable<string?> HealthProblems(ModelFlowOptions options) =>
    [
        options.Breaker is { ConsecutiveFailures: >= 1, MinAttempts: >= 1, FailureShare: > 0 and <= 1 } ? null : "Breaker.ConsecutiveFailures and Breaker.MinAttempts must be at least 1, Breaker.FailureShare within 0..1 and above 0.",
        options.Breaker.Window > TimeSpan.Zero && options.Breaker.OpenFor > TimeSpan.Zero && options.Breaker.MaxOpenFor >= options.Breaker.OpenFor ? null : "Breaker.Window and Breaker.OpenFor must be positive, and Breaker.MaxOpenFor not below Breaker.OpenFor.",
        options.Outlier is { MaxEjectedShare: >= 0 and <= 0.5, MinReplicas: >= 2, MinSamples: >= 1, MinFailures: >= 1 } ? null : "Outlier.MaxEjectedShare must be within 0..0.5, Outlier.MinReplicas at least 2, Outlier.MinSamples and Outlier.MinFailures at least 1.",
        options.Outlier.LatencyFactor > 1 && options.Outlier.ErrorExcess > 0 ? null : "Outlier.LatencyFactor must be above 1 and Outlier.ErrorExcess above 0.",
        options.Outlier.Window > TimeSpan.Zero && options.Outlier.EjectFor > TimeSpan.Zero ? null : "Outlier.Window and Outlier.EjectFor must be positive.",
        options.SlowStart >= TimeSpan.Zero && options.SlowStartShare is > 0 and <= 1 ? null : "SlowStart must not be negative and SlowStartShare within 0..1 and above 0.",
        options.RelayGain >= TimeSpan.Zero ? null : "RelayGain must not be negative.",
    ];

    private static IEnumerable<string?> HoldProblems(ModelFlowOptions options) =>
    [
        options.MaxHeld >= 0 ? null : "MaxHeld must not be negative.",
        options.TrickleShare is >= 0 and <= 0.5 ? null : "TrickleShare must be within 0..0.5.",
        options is { FairPromptWeight: >= 0, FairOutputWeight: >= 0 } && options.FairPromptWeight + options.FairOutputWeight is > 0 and <= 1000
            ? null
            : "FairPromptWeight and FairOutputWeight must not be negative, not both zero, and at most 1000 together.",
        options.BorrowShare is >= 0 and <= 1 ? null : "BorrowShare must be within 0..1.",
        options.CapacityStatus is 503 or 429 ? null : "CapacityStatus must be 503 or 429.",
        options.ReturnWithin >= TimeSpan.Zero ? null : "ReturnWithin must not be negative.",
    ];

    private static IEnumerable<string?> AffinityProblems(AffinityOptions affinity) =>
    [
        affinity.MaxOverMean >= 1 ? null : "Affinity.MaxOverMean must be at least 1.",
        affinity.SlackSeconds >= 0 && affinity.PrefixWeight >= 0 ? null : "Affinity.SlackSeconds and Affinity.PrefixWeight must not be negative.",
        affinity.LoadWindow > TimeSpan.Zero ? null : "Affinity.LoadWindow must be positive.",
        affinity.HeadWeight is >= 0 and <= 1 && affinity.HeadTokens >= 1 ? null : "Affinity.HeadWeight must be within 0..1 and Affinity.HeadTokens at least 1.",
        affinity.PrefixBlockTokens >= 1 && affinity.MaxPrefixBlocks >= 1 ? null : "Affinity.PrefixBlockTokens and Affinity.MaxPrefixBlocks must be at least 1.",
        affinity.AdapterLoadSeconds >= 0 && affinity.AdapterSwapSeconds >= affinity.AdapterLoadSeconds ? null : "Affinity needs 0 <= AdapterLoadSeconds <= AdapterSwapSeconds.",
        affinity.AdapterSlots >= 1 ? null : "Affinity.AdapterSlots must be at least 1.",
    ];

    internal static RegionRule RegionRule(string name) => (RegionRule)Array.IndexOf(Regions, name);

    internal static InstanceRule InstanceRule(string name) => (InstanceRule)Array.IndexOf(Instances, name);

    internal static HoldOrder HoldOrder(string name) => (HoldOrder)Array.IndexOf(Orders, name);

    internal static FairnessRule Fairness(string name) => (FairnessRule)Array.IndexOf(Fairnesses, name);

    private static string? Unknown(string option, string name, string[] known) =>
        known.Contains(name) ? null : $"{option} '{name}' is not known; use {string.Join(", ", known)}.";
}
