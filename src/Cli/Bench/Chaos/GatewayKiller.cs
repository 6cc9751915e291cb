namespace SageServe.Cli;

/// <summary>Kills gateways at random and starts them again a moment later. Some it lets hang instead, for longer than their leases last.</summary>
internal sealed class GatewayKiller(ChaosStage stage, ChaosOptions options, ChaosCounts counts)
{
    private const double HangShare = 0.2;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(2);

    /// <summary>Until told to stop; all gateways are started then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var random = new RandomStream(options.Seed).Child("kills");
        var hanging = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            var pause = ShortestPause + TimeSpan.FromSeconds(random.NextExponential((options.KillEvery - ShortestPause).TotalSeconds));
            var gateway = stage.Gateways[random.NextInt(stage.Gateways.Count)];
            var (death, hangs, length) = (LongestDeath * random.NextDouble(), random.NextDouble() < HangShare, options.Lease * (1.2 + random.NextDouble()));
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested && !gateway.IsHung)
            {
                if (hangs && hanging.IsCompleted)
                {
                    counts.GatewayHung();
                    hanging = gateway.HangAsync(length, stop);
                }
                else
                {
                    await KillAsync(gateway, death);
                }
            }
        }

        await hanging;
    }

    private async Task KillAsync(ChaosGateway gateway, TimeSpan death)
    {
        if (gateway.Died)
        {
            throw new RunFailedException($"Gateway {gateway.Number} ended by itself. The end of its log:\n{gateway.LogTail()}");
        }

        await gateway.KillAsync();
        counts.GatewayKilled();
        await Task.Delay(death, CancellationToken.None);
        gateway.Start();
    }
}
