namespace SageServe.Routing.Tests;

public sealed class FlowPropertyTests
{
    private static ModelFlowOptions Options(RandomStream random) => new()
    {
        RegionPolicy = new[] { "home-first", "least-utilized", "nearest", "cheapest", "predicted-ttft" }[random.NextInt(5)],
        InstancePolicy = new[] { "least-outstanding-work", "power-of-two", "round-robin", "prefix-affinity", "session-affinity" }[random.NextInt(5)],
        HoldOrder = new[] { "fcfs", "edf", "pf", "dpa", "on-time" }[random.NextInt(5)],
        Fairness = new[] { "vtc", "none" }[random.NextInt(2)],
        TrickleShare = random.NextInt(3) * 0.1,
        BorrowShare = random.NextInt(3) / 2.0,
        ReplicaBoundSeconds = 1 + random.NextInt(6),
        PrefillBoundSeconds = 0.2 + random.NextInt(4),
        Gateways = 1 + random.NextInt(3),
        MaxAttempts = 1 + random.NextInt(4),
        MaxHeld = random.NextInt(100),
        RetryFloor = random.NextInt(20),
        Breaker = new BreakerOptions { ConsecutiveFailures = 1 + random.NextInt(5), MinAttempts = 2 + random.NextInt(20) },
        Outlier = new OutlierOptions { MinReplicas = 2, MinSamples = 1 + random.NextInt(5), MaxEjectedShare = random.NextDouble() / 2 },
        SlowStart = TimeSpan.FromSeconds(random.NextInt(20)),
        FailOpenUpTo = (ServiceTier)random.NextInt(3),
        Affinity = new AffinityOptions { MaxPrefixBlocks = 1 + random.NextInt(200), HeadTokens = 64 * (1 + random.NextInt(5)) },
    };

    [Fact]
    public void Every_request_ends_once_and_no_rule_is_broken_in_any_run()
    {
        var (forwards, holds, relays, evictions, retries) = (0, 0, 0, 0, 0);
        Seeds.Check(150, (_, random) =>
        {
            var run = new RandomRun(random, Options(random));
            run.Go(600);
            forwards += run.Forwards;
            holds += run.Holds;
            relays += run.Relays;
            evictions += run.Evictions;
            retries += run.Retries;
        });

        // The runs must reach what they are to check.
        Assert.True(forwards > 5_000 && holds > 1_000 && relays > 500 && evictions > 500 && retries > 500, $"{forwards} {holds} {relays} {evictions} {retries}");
    }

    [Fact]
    public void A_recorded_run_replays_to_the_same_bytes() => Seeds.Check(20, (_, random) =>
    {
        var options = Options(random);
        var lines = new List<(byte[] Input, byte[] Effects)>();
        new RandomRun(random, options, (input, effects) => lines.Add((FlowText.Of(input), FlowText.Of(effects)))).Go(400);

        var flow = new ModelFlow(TestCatalog.Model, TestCatalog.East, TestCatalog.Value, options);
        var buffer = new FlowEffectBuffer();
        foreach (var (recorded, expected) in lines)
        {
            var input = FlowText.ReadInput(recorded);
            Assert.Equal(recorded, FlowText.Of(input));
            buffer.Clear();
            flow.Apply(input, buffer);
            Assert.Equal(expected, FlowText.Of(buffer));
        }
    });
}
