namespace SageServe.Simulator;

/// <summary>
/// Attainment, counted anew from the promise of each tier and what clients saw: first tokens for streams, ends for the rest (DESIGN 5.11).
/// It must equal what the run has tallied. O(1) a request.
/// </summary>
internal sealed class DeadlineChecker : SimulationChecker
{
    private readonly Dictionary<long, RequestPromise> _open = [];
    private readonly int[] _judged = new int[ServiceTiers.All.Length];
    private readonly int[] _met = new int[ServiceTiers.All.Length];
    private ServingCatalog? _catalog;

    private ServingCatalog Catalog => _catalog ?? throw new InvariantException("A checker is told of the beginning first");

    public override void Begin(SimulationScenario scenario) => _catalog = scenario.Catalog;

    public override void Arrived(SimTrack track) => _open.Add(track.Number, new RequestPromise(track.Arrival, FirstProfile(track.Arrival.Model), null));

    public override void Sent(SimLeg leg, SimReplica replica) =>
        _open[leg.Track.Number] = _open[leg.Track.Number] with { Profile = replica.Engine.Profile };

    public override void FirstToken(SimTrack track, Instant now) => _open[track.Number] = _open[track.Number] with { FirstToken = now };

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now)
    {
        Invariant.Holds(_open.Remove(track.Number, out var promise), "A request that ends was promised something");
        _judged[(int)promise.Arrival.Tier] += outcome == RequestOutcome.ClientLeft && now < Due(promise) ? 0 : 1;
        _met[(int)promise.Arrival.Tier] += outcome == RequestOutcome.Completed && IsKept(promise, now, track) ? 1 : 0;
    }

    public override void Finished(SimulationRun run)
    {
        foreach (var promise in _open.Values)
        {
            _judged[(int)promise.Arrival.Tier] += Due(promise) <= run.Kernel.Now ? 1 : 0;
        }

        var tallies = run.Tally.AllModels();
        foreach (var tier in ServiceTiers.All)
        {
            var tally = tallies[(int)tier];
            Invariant.Holds(_judged[(int)tier] == tally.Judged, "As many requests are judged as are due");
            Invariant.Holds(_met[(int)tier] == tally.Met, "As many requests met their target as clients saw");
        }
    }

    private Instant Due(in RequestPromise promise) => promise.Arrival.At + Window(promise with { Profile = FirstProfile(promise.Arrival.Model) });

    /// <summary>Counted at the client where its way to the gateway counts.</summary>
    private bool IsKept(in RequestPromise promise, Instant ended, SimTrack track)
    {
        var arrival = promise.Arrival;
        var window = Window(promise);
        if (arrival.Tier.IsInteractive() && arrival.Streaming)
        {
            return promise.FirstToken is { } first && first + track.ClientTime <= arrival.At + window;
        }

        return ended + track.ClientTime <= arrival.At + (arrival.Tier.IsInteractive() ? window + Catalog.Level(arrival.Tier).TbtTarget * track.OutputTokens : window);
    }

    /// <summary>Time that the first token (interactive) or the last one (patient) may take.</summary>
    private TimeSpan Window(in RequestPromise promise)
    {
        var level = Catalog.Level(promise.Arrival.Tier);
        if (!promise.Arrival.Tier.IsInteractive())
        {
            return promise.Arrival.Window ?? level.CompletionWindow ?? TimeSpan.MaxValue;
        }

        var prompt = promise.Arrival.PromptTokens;
        var chunk = promise.Profile.MaxBatchedTokens;
        var seconds = prompt / chunk * StepTable.Seconds(promise.Profile.Prefill, chunk) + StepTable.Seconds(promise.Profile.Prefill, prompt % chunk);
        var scaled = TimeSpan.FromSeconds(seconds) * level.PrefillFactor;
        return level.TtftTarget is { } target && target > scaled ? target : scaled;
    }

    private ThroughputProfile FirstProfile(ModelId model) => Catalog.Document.Profiles.First(p => p.Model == model);
}
