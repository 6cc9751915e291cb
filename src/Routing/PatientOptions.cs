namespace SageServe.Routing;

/// <summary>Where released patient work runs, so that interactive work does not notice.</summary>
public sealed record PatientOptions
{
    /// <summary>
    /// Placement: <c>pack</c> (off the replicas that interactive work needs by what was sent in the last seconds, as many as fit on the
    /// others; interactive work goes where its first token comes soonest), <c>spread</c> (as interactive work, by the instance rule).
    /// </summary>
    [OneOf(typeof(NamedRules), nameof(NamedRules.PatientPlacementNames))]
    public string Placement { get; init; } = "pack";

    /// <summary>
    /// Placement <c>pack</c>: as many replicas are kept free of patient work, the last of them in part, as make interactive work use this
    /// share of them; the larger, the more is left to patient work. One replica at least is open to it, urgent work may use all.
    /// </summary>
    [Within(0, 10, AboveLow = true)]
    public double ReserveUse { get; init; } = 0.45;

    /// <summary>
    /// Placement <c>pack</c>: prefill that may be outstanding at a replica, in replica seconds, when patient work is added. An engine reads
    /// prompts whole budgets at a time: what is being read is in the way of an interactive request that comes, what is read is hardly.
    /// </summary>
    [Within(0)]
    public double PrefillSeconds { get; init; } = 0.15;

    /// <summary>
    /// Share of a replica's KV cache that patient work leaves free while interactive work comes. Without it interactive requests find none,
    /// patient ones give way and their prompts are read again and again.
    /// </summary>
    [Within(0, 0.9)]
    public double KvReserve { get; init; } = 0.15;

    /// <summary>Patient requests a second that give way, per ready replica, to interactive ones that have no room otherwise; 0: none does.</summary>
    [Within(0)]
    public double EvictionsPerSecond { get; init; } = 2;
}
