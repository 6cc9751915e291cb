namespace SageServe.Scaler.Tests;

/// <summary>A Prometheus or a gateway at fault never empties a fleet, and nobody has to do anything when it is well again.</summary>
public sealed class PrometheusFaultTests
{
    /// <summary>Longer than facts may be old, and many times what a move takes.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Nothing_stops_while_prometheus_is_at_fault_and_idle_replicas_stop_after_it()
    {
        await using var world = await FaultWorld.StartAsync();
        var faults = Enum.GetValues<PrometheusFault>().Except([PrometheusFault.None]).ToArray();
        var scalers = new List<FaultyScaler>();
        try
        {
            foreach (var _ in faults)
            {
                scalers.Add(await InformedAsync(world));
            }

            foreach (var (scaler, fault) in scalers.Zip(faults))
            {
                scaler.Prometheus.Fault = fault;
            }

            await HoldAsync(world, scalers);
            scalers.ForEach(s => s.Prometheus.Fault = PrometheusFault.None);
            foreach (var (scaler, fault) in scalers.Zip(faults))
            {
                await Eventually.True(() => scaler.Drains > 0, $"idle replicas stop after {fault}", Limit);
                Assert.Equal(0, scaler.Starts);
            }
        }
        finally
        {
            await Task.WhenAll(scalers.Select(s => s.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task A_gateway_that_starts_anew_is_waited_for()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var scaler = await InformedAsync(world);
        world.Gateways[1].Fresh = true;
        await HoldAsync(world, [scaler]);

        world.Gateways[1].Fresh = false;
        await Eventually.True(() => scaler.Drains > 0, "idle replicas stop", Limit);
    }

    [Fact]
    public async Task A_gateway_whose_clock_is_a_day_ahead_tells_nothing()
    {
        await using var world = await FaultWorld.StartAsync();
        await using var scaler = await InformedAsync(world);
        world.Gateways[1].Ahead = TimeSpan.FromDays(1);
        await HoldAsync(world, [scaler]);

        world.Gateways[1].Ahead = TimeSpan.Zero;
        await Eventually.True(() => scaler.Drains > 0, "idle replicas stop", Limit);
    }

    private static async Task<FaultyScaler> InformedAsync(FaultWorld world)
    {
        var scaler = await FaultyScaler.StartAsync(world);
        await Eventually.True(() => scaler.IsInformed, "demand of both regions is read", Limit);
        return scaler;
    }

    /// <summary>The load falls once the fault has shown, and nothing moves for as long again.</summary>
    private static async Task HoldAsync(FaultWorld world, IReadOnlyList<FaultyScaler> scalers)
    {
        await PassAsync(scalers);
        world.Load("0.02");
        await PassAsync(scalers);
        Assert.All(scalers, s => Assert.Equal((s.Prometheus.Fault, 0, 0), (s.Prometheus.Fault, s.Drains, s.Starts)));
    }

    private static async Task PassAsync(IReadOnlyList<FaultyScaler> scalers)
    {
        foreach (var (scaler, from) in scalers.Select(s => (s, s.LastTick!.At)).ToArray())
        {
            await Eventually.True(() => scaler.LastTick!.At > from + Shown, "many ticks are done", Limit);
        }
    }
}
