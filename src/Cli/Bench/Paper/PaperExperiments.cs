using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>The reference's results that the simulator can show, with its figures (SAGESERVE sections 6 and 13, by letter).</summary>
internal static class PaperExperiments
{
    private const string Llama = "llama2-70b";
    private const string Bloom = "bloom-176b";
    private const string Fast = "interactive-fast";
    private const string Normal = "interactive-normal";
    private static readonly string[] Forecasting = ["LT-I", "LT-U", "LT-UA"];
    private static readonly string[] ButLtI = ["Reactive", "LT-U", "LT-UA"];
    private static readonly string[] Capped = ["LT-U", "LT-UA"];
    private static readonly string[] Orders = ["fcfs", "edf", "pf", "dpa"];
    private static readonly string[] Thresholds = ["2", "5", "10"];

    /// <summary>The paper's rules alone, without what this product adds to them, planned as full as can be.</summary>
    private static readonly (string Path, string Value)[] Exact =
    [
        ("planning.paper-exact", "true"),

        // The reference plans 3,758 and 2,699 prompt tokens/s for a replica of its large models, more than its engine tables give (3,295 and 2,026 here).
        ("planning.target-use", "1"),
    ];

    public static readonly ImmutableArray<PaperExperiment> All = [Hours(), Waste(), Latency(), Sweep(), Siloed(), Schedulers(), Burst(), Chiron()];

    private static ImmutableArray<PaperCase> Strategies() =>
    [
        PaperCase.Of("Reactive", "paper", "reactive"),
        PaperCase.Of("LT-I", "paper", "lt-i", Exact),
        PaperCase.Of("LT-U", "paper", "lt-u", Exact),
        PaperCase.Of("LT-UA", "paper", "lt-ua", Exact),
    ];

    private static PaperExperiment Hours() => new(
        "hours",
        "Instance-hours of Llama2-70B, one weekday, all regions",
        "(a)",
        Strategies(),
        [new("instance-hours", PaperFigures.InstanceHours(Llama), [302.25, 227.25, 247.5, 233.25])],
        [
            new("LT-I needs the fewest, then LT-UA, then LT-U", of => of("LT-I", "instance-hours") <= of("LT-UA", "instance-hours") && of("LT-UA", "instance-hours") <= of("LT-U", "instance-hours")),
            new("each LT needs fewer than Reactive", of => Forecasting.All(s => of(s, "instance-hours") < of("Reactive", "instance-hours"))),
        ]);

    private static PaperExperiment Waste() => new(
        "waste",
        "Instance-hours lost to scaling, Llama2-70B and Bloom, one weekday",
        "(b)",
        Strategies(),
        [new("wasted instance-hours", PaperFigures.WastedInstanceHours(Llama, Bloom), [81.0, 24.7, 16.6, 20.6])],
        [new("each LT wastes at most 40 % of what Reactive wastes", of => Forecasting.All(s => of(s, "wasted instance-hours") <= 0.4 * of("Reactive", "wasted instance-hours")))]);

    private static PaperExperiment Latency() => new(
        "latency",
        "90 % quantiles of Llama2-70B's interactive requests, one weekday",
        "(c)",
        Strategies(),
        [
            new("TTFT p90 s", PaperFigures.Ttft90(Llama), [18.7, 119.3, 14.6, 16.9]) { Kind = AxisKind.Seconds },
            new("E2E p90 s", PaperFigures.E2e90(Llama), [71.2, 266.5, 68.1, 69.7]) { Kind = AxisKind.Seconds },
        ],
        [
            new("LT-I has the worst TTFT", of => ButLtI.All(s => of("LT-I", "TTFT p90 s") > of(s, "TTFT p90 s"))),
            new("LT-U and LT-UA are no slower than Reactive (5 %)", of => Capped.All(s => of(s, "TTFT p90 s") <= 1.05 * of("Reactive", "TTFT p90 s"))),
        ]);

    private static PaperExperiment Sweep() => new(
        "threshold",
        "LT-UA's threshold: observed over forecast at which the cap is passed",
        "(e)",
        [.. Thresholds.Select(t => t == "5" ? PaperCase.Of(t, "paper", "lt-ua", Exact) : PaperCase.Of(t, "paper", "lt-ua", [.. Exact, ("planning.override-high", t)]))],
        [
            new("instance-hours", PaperFigures.InstanceHours(Llama), [267.5, 233.25, 223.25]),
            new("TTFT p90 s", PaperFigures.Ttft90(Llama), [10.5, 16.7, 20.9]) { Kind = AxisKind.Seconds },
        ],
        [new("a higher threshold needs no more instance-hours", of => of("10", "instance-hours") <= of("5", "instance-hours") && of("5", "instance-hours") <= of("2", "instance-hours"))])
    {
        CasePrefix = "threshold ",
    };

    private static PaperExperiment Siloed() => new(
        "siloed",
        "Unified pools against siloed ones, Reactive, one day",
        "(f)",
        [PaperCase.Of("unified", "paper", "reactive"), PaperCase.Of("siloed", "paper-siloed", "reactive")],
        [
            new("instance-hours", PaperFigures.InstanceHours(), [361.7, 739.3]),
            new("TTFT p95 s", PaperFigures.Figure($"tiers.{Normal}.ttft_seconds.p95"), [null, null]) { Kind = AxisKind.Seconds },
        ],
        [new("unified pools need at least 20 % fewer", of => of("unified", "instance-hours") <= 0.8 * of("siloed", "instance-hours"))]);

    private static PaperExperiment Schedulers() => new(
        "schedulers",
        "Hold orders under overload: share of requests that miss their target",
        "section 6",
        [.. Orders.Select(o => PaperCase.Of(o, "overload", "static", ("routing.hold-order", o)))],
        [
            new("IW-F missed", PaperFigures.Violations(Fast), [0.45, 0.31, 0.24, 0.28]) { Kind = AxisKind.Share },
            new("IW-N missed", PaperFigures.Violations(Normal), [0.25, 0.34, 0.60, 0.38]) { Kind = AxisKind.Share },
        ],
        [
            new("PF is best for IW-F and worst for IW-N", of => Orders.All(o => of("pf", "IW-F missed") <= of(o, "IW-F missed") && of("pf", "IW-N missed") >= of(o, "IW-N missed"))),
            new("FCFS is worst for IW-F", of => Orders.All(o => of("fcfs", "IW-F missed") >= of(o, "IW-F missed"))),
            new("DPA lies between EDF and PF for IW-F", of => of("pf", "IW-F missed") <= of("dpa", "IW-F missed") && of("dpa", "IW-F missed") <= of("edf", "IW-F missed")),
        ]);

    private static PaperExperiment Burst() => new(
        "burst",
        "Bursts: the first minute of every hour eight times more",
        "(i)",
        [PaperCase.Of("LT-U", "paper-burst", "lt-u", Exact), PaperCase.Of("LT-UA", "paper-burst", "lt-ua", Exact)],
        [
            new("TTFT p95 s", PaperFigures.Figure($"tiers.{Fast}.ttft_seconds.p95"), [null, null]) { Kind = AxisKind.Seconds },
            new("IW-F missed", PaperFigures.Violations(Fast), [null, null]) { Kind = AxisKind.Share },
        ],
        [new("LT-UA recovers no later than LT-U (TTFT p95)", of => of("LT-UA", "TTFT p95 s") <= of("LT-U", "TTFT p95 s"))]);

    private static PaperExperiment Chiron() => new(
        "chiron",
        "Chiron's three pools against unified ones",
        "(k)",
        [PaperCase.Of("Reactive", "paper", "reactive"), PaperCase.Of("Chiron", "paper-chiron", "chiron")],
        [new("instance-hours", PaperFigures.InstanceHours(), [null, null])],
        [new("Chiron needs far more instance-hours (at least 1.5 times)", of => of("Chiron", "instance-hours") >= 1.5 * of("Reactive", "instance-hours"))]);
}
