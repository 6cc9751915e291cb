using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Made-up pages of a busy morning, in the forms that the real processes answer in.</summary>
internal static class Scene
{
    public static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    public static ModelView Model(ModelId model, string region, int ready, double kv, int starting = 0, int draining = 0, int deferred = 0) => new(
        model,
        new Utilization(kv),
        new Pressure(kv * 1.2),
        ByTier(kv > 0.8 ? 4 : 0, kv > 0.8 ? 9 : 0, 0),
        ByTier(ready * 7, ready * 3, ready),
        new DeferredView(deferred, deferred > 0 ? 1260 : 0),
        [
            .. Enumerable.Range(1, ready).Select(i => Replica(model, region, i, InstancePhase.Ready, Math.Clamp(kv + (i % 3 - 1) * 0.11, 0, 1))),
            .. Enumerable.Range(ready + 1, draining).Select(i => Replica(model, region, i, InstancePhase.Draining, 0.08)),
            .. Enumerable.Range(ready + draining + 1, starting).Select(i => Replica(model, region, i, InstancePhase.Starting, 0)),
        ]);

    public static string Plan(params (ModelId Model, string Region, int Current, int Target)[] targets) => JsonSerializer.Serialize(
        new PlanDocument
        {
            Epoch = 3,
            Version = 42,
            IssuedAt = Now - TimeSpan.FromMinutes(30),
            ExpiresAt = Now + TimeSpan.FromMinutes(90),
            Strategy = "lt-ua",
            Allocator = "integer-program: optimal within the gap",
            Targets = [.. targets.Select(t => new PoolTarget(Pool(t.Model, t.Region), t.Current, t.Target))],
            Forecasts = [],
            Steps =
            [
                .. targets.Select(t => new DecisionStep("allocation", Pool(t.Model, t.Region).ToString(), t.Current, t.Target, "peak-of-window", "The forecast peak of the next hour needs this many.")),
            ],
        },
        SharedJson.Default.PlanDocument);

    public static string State(params (ModelId Model, string Region, string Kind, int Count, string Reason)[] actions) => $$"""
        {"envelopeNow":"{{Now}}","dryRun":false,"frozen":false,"strategy":"lt-ua",
         "lastTick":{"at":"{{Now}}","kinds":["pace"],"steps":[{"stage":"demand","subject":"all","after":18,"reason":"absorbed","detail":"18 bins, 18 of them new."}]},
         "solve":{"allocator":"integer-program","status":"optimal","objective":412.5,"variables":18,"constraints":27},
         "actions":[{{string.Join(',', actions.Select((a, i) => Action(a, i)))}}]}
        """;

    public static string Receipts() => $$$"""
        {"now":"{{{Now}}}","dryRun":false,"strategy":"lt-ua","open":[],"matched":1,"kept":1,"since":"{{{Now - TimeSpan.FromHours(20)}}}",
         "carriedOut":{"moves":61,"starts":34,"replicas":70,"needed":22,"insurance":7,"tooLate":2,"wasted":3,"saved":25,"regretted":2,
           "startedUsd":730.5,"wastedUsd":41.25,"savedUsd":412.4,"savedGpuHours":183.2,"worthItShare":0.885},
         "advised":{"moves":0},"failed":{"moves":0},"sums":[],
         "receipts":[{"id":"r1","at":"{{{Now}}}","pool":{"deployment":{"model":"model-a","region":"north"},"accelerator":"gpu"},"kind":"Start","count":2,
           "reason":"toward-plan","detail":"The plan wants seven.","verdict":"needed","sentence":"Both were full for 40 of 60 minutes."}]}
        """;

    public static string Demand(params ModelId[] models) => $$"""{"stepSeconds":600,"models":[{{string.Join(',', models.Select(Demand))}}]}""";

    private static string Demand(ModelId model, int number)
    {
        var points = Enumerable.Range(-66, 75).Select(i =>
        {
            var at = Now.FloorTo(TimeSpan.FromMinutes(10)) + TimeSpan.FromMinutes(10 * i);
            var median = (4000 + number * 9000) * (1.6 + Math.Sin((i - 20) / 17.0));
            var actual = median * (1 + 0.07 * Math.Sin(i * 1.7));
            return i < 0
                ? FormattableString.Invariant($$"""{"at":"{{at}}","actual":{{actual}},"median":{{median}},"low":{{median * 0.8}},"high":{{median * 1.2}}}""")
                : FormattableString.Invariant($$"""{"at":"{{at}}","median":{{median}},"low":{{median * 0.75}},"high":{{median * 1.25}}}""");
        });
        return $$"""{"model":"{{model}}","points":[{{string.Join(',', points)}}]}""";
    }

    private static string Action((ModelId Model, string Region, string Kind, int Count, string Reason) a, int number) =>
        $$"""
        {"at":"{{Now - TimeSpan.FromMinutes(40 - number)}}","kind":"{{a.Kind}}","pool":{{JsonSerializer.Serialize(new { deployment = new { model = a.Model.Value, region = a.Region }, accelerator = "gpu" })}},
         "count":{{a.Count}},"reason":"{{a.Reason}}","detail":"KV use and the plan say so.","applied":{{(number % 4 == 3 ? "false" : "true")}},"receipt":"started {{a.Region}}-{{a.Model}}-{{number + 3}}"}
        """;

    private static ReplicaView Replica(ModelId model, string region, int number, InstancePhase phase, double kv) => new(
        new InstanceId($"{region}-{model}-{number}"), TestCatalog.Gpu, phase, phase == InstancePhase.Starting ? 0 : 4 + number * 3 % 9, kv > 0.8 ? 3 : 0, new Utilization(kv), 16_000, "engine", 0.3 + number % 4 * 0.1, kv * 9);

    private static PoolId Pool(ModelId model, string region) => new(new DeploymentId(model, new RegionId(region)), TestCatalog.Gpu);

    private static ImmutableSortedDictionary<string, int> ByTier(params int[] counts) =>
        ServiceTiers.All.ToImmutableSortedDictionary(t => t.WireName(), t => counts[(int)t]);
}
