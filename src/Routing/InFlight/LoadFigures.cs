namespace SageServe.Routing;

/// <summary>How loaded the home deployment is, from the ledger and the last metrics together (DESIGN 5.4).</summary>
internal sealed class LoadFigures(FlowScope scope, HomeView home, HoldQueue hold, WorkMix mix)
{
    private readonly ServiceLevel _fast = scope.Catalog.Level(ServiceTier.InteractiveFast);

    /// <summary>Held plus outstanding work of the ready replicas, in ticks.</summary>
    public long OutstandingTicks()
    {
        var ticks = hold.WorkTicks;
        for (var i = 0; i < home.Count; i++)
        {
            ticks += home[i].IsReady ? home[i].OutstandingTicks(mix) : 0;
        }

        return ticks;
    }

    /// <summary>
    /// The largest of KV use, outstanding prefill over the TTFT target's headroom, and sequences over their limit; what is held counts
    /// as demand. At least 1 without a ready replica.
    /// </summary>
    public Pressure Pressure() => Pressure(ServiceTier.InteractiveFast);

    /// <summary>The same of the replicas that may serve a tier.</summary>
    public Pressure Pressure(ServiceTier tier)
    {
        var ready = 0;
        double kvUsed = 0, kvTotal = 0, prefill = 0, sequences = hold.Count, sequenceLimit = 0, speed = 0;
        for (var i = 0; i < home.Count; i++)
        {
            var replica = home[i];
            if (!Counts(replica, tier))
            {
                continue;
            }

            ready++;
            kvUsed += Math.Max(replica.Snapshot.KvUsage.Value * replica.KvCapacityTokens, replica.Ledger.KvTokens);
            kvTotal += replica.KvCapacityTokens;
            prefill += Seconds(replica.Ledger.PrefillTicks);
            sequences += Math.Max(replica.Snapshot.Running + replica.Snapshot.Waiting, replica.Ledger.Requests);
            sequenceLimit += replica.MaxSequences;
            speed += TimeSpan.TicksPerSecond / Math.Max(1e-9, replica.Rate.TicksPerPromptToken);
        }

        if (ready == 0)
        {
            return new Pressure(1 + hold.Count);
        }

        // What is held is read by all of them together, faster ones more of it.
        var perToken = ready / speed;
        var kv = kvTotal > 0 ? kvUsed / kvTotal : 0;
        var queued = (prefill + hold.PromptTokens * perToken) / ready / PrefillLimit(perToken);
        return new Pressure(Math.Max(kv, Math.Max(queued, sequenceLimit > 0 ? sequences / sequenceLimit : 0)));
    }

    /// <summary>Seconds of prefill that the fast tier's target leaves room for. Large prompts have a later target: one of them alone is no overload.</summary>
    private double PrefillLimit(double secondsPerToken) =>
        Math.Max((_fast.TtftTarget ?? TimeSpan.FromSeconds(1)).TotalSeconds, _fast.PrefillFactor * mix.InteractivePromptTokens * secondsPerToken) * scope.Options.PressureHeadroom;

    public RegionSummary Summary(Instant now)
    {
        var pressure = Pressure();
        double capacity = 0;
        for (var i = 0; i < home.Count; i++)
        {
            if (home[i].IsReady && home[i].Profile is not null)
            {
                capacity += home[i].PromptTokensPerSecond(mix.OutputPerPromptToken);
            }
        }

        return new RegionSummary
        {
            Region = scope.Home,
            Model = scope.Model,
            TakenAt = now,
            ReadyReplicas = home.ReadyCount,
            KvUtilization = home.KvUtilizationFor(ServiceTier.InteractiveFast),
            Pressure = pressure,
            Capacity = new TokenRate(capacity),
            Free = new TokenRate(hold.Count > 0 ? 0 : capacity * (1 - Math.Max(Math.Min(1, pressure.Value), BusyShare()))),
            ExpectedWait = ExpectedWait(),
        };
    }

    /// <summary>Share of the bound that is taken, over the ready replicas.</summary>
    private double BusyShare() => home.ReadyCount == 0
        ? 1
        : Math.Min(1, Seconds(OutstandingTicks()) / home.ReadyCount / scope.Options.ReplicaBoundSeconds);

    /// <summary>Held work shared among the ready replicas, plus the prefill ahead on the least loaded of them.</summary>
    private TimeSpan ExpectedWait()
    {
        if (home.ReadyCount == 0)
        {
            return scope.Options.UnknownRetryAfter;
        }

        var least = long.MaxValue;
        for (var i = 0; i < home.Count; i++)
        {
            least = home[i].IsReady ? Math.Min(least, home[i].Ledger.PrefillTicks) : least;
        }

        return TimeSpan.FromTicks(hold.WorkTicks / home.ReadyCount + least);
    }

    private bool Counts(HomeReplica replica, ServiceTier tier) => replica.IsReady && (!home.IsDivided || replica.MayServe(tier));

    private static double Seconds(long ticks) => ticks / (double)TimeSpan.TicksPerSecond;
}
