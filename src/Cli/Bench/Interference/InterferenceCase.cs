using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One point of a curve: a rule at one degree of aggressiveness.</summary>
/// <param name="Rule">Name of the curve.</param>
/// <param name="Name">What is turned.</param>
/// <param name="Changes">To the scenario, by path.</param>
internal sealed record InterferenceCase(string Rule, string Name, ImmutableArray<KeyValuePair<string, string>> Changes)
{
    public const string Ours = "valley";

    private static readonly string[] Anywhere = ["routing.patient.placement=spread", "routing.patient.evictions-per-second=0"];

    private static readonly string[] AtFullSpeed = ["release.rule=paper", "release.grain=4", "intervals.release=100ms", .. Anywhere];

    /// <summary>The product as it comes.</summary>
    public static readonly InterferenceCase Product = Of(Ours, "as it comes");

    /// <summary>Ways to run patient work alone at full speed; what the best of them does is what the replicas can do.</summary>
    public static readonly ImmutableArray<InterferenceCase> Alone =
    [
        Of("alone", "half of the bounds", [.. AtFullSpeed, "routing.deferred-bound-share=0.5"]),
        Of("alone", "70 % of the bounds", [.. AtFullSpeed, "routing.deferred-bound-share=0.7"]),
        Of("alone", "all, with little prefill", [.. AtFullSpeed, "routing.deferred-bound-share=1", "routing.prefill-bound-seconds=0.2"]),
        Of("alone", "all of wider bounds", [.. AtFullSpeed, "routing.deferred-bound-share=1", "routing.prefill-bound-seconds=5", "routing.replica-bound-seconds=60"]),
    ];

    public static readonly ImmutableArray<InterferenceCase> Curves =
    [
        Of(Ours, "fill 0.05", "release.fill=0.05"),
        Of(Ours, "fill 0.2", "release.fill=0.2"),
        Of(Ours, "reserve use 0.3", "routing.patient.reserve-use=0.3"),
        Product,
        Of(Ours, "reserve use 0.6", "routing.patient.reserve-use=0.6"),
        Of(Ours, "reserve use 0.8", "routing.patient.reserve-use=0.8"),
        Of(Ours, "reserve use 2", "routing.patient.reserve-use=2"),
        Of(Ours, "no reserve, half a second of prefill", "routing.patient.reserve-use=10", "routing.patient.prefill-seconds=0.5", "routing.deferred-bound-share=1"),
        .. new[] { "0.02", "0.05", "0.1", "0.2", "0.5", "1" }.Select(s => Of("paper", $"bound share {s}", [$"routing.deferred-bound-share={s}", "release.rule=paper", .. Anywhere])),
        .. new[] { "0.1", "0.15", "0.2", "0.25", "0.3", "0.8" }.Select(s => Of("aimd", $"TTFT limit {s}", [$"release.ttft-limit={s}", "release.rule=aimd", .. Anywhere])),
    ];

    private static InterferenceCase Of(string rule, string name, params string[] changes) =>
        new(rule, name, [.. changes.Select(c => KeyValuePair.Create(c[..c.IndexOf('=', StringComparison.Ordinal)], c[(c.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);
}
