using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>What each replica of a pool computed and for how long it served, to its end or the end of the run.</summary>
internal sealed class ServingTally
{
    private readonly List<(double Seconds, double Work)> _replicas = [];
    private long _queries;
    private long _hits;

    /// <param name="engine">At its end.</param>
    /// <param name="profile">Of the pool.</param>
    /// <param name="served">From when it was ready to its end, request time.</param>
    public void Ended(EngineReadout engine, ThroughputProfile profile, TimeSpan served)
    {
        _queries += engine.PrefixQueriesTokens;
        _hits += engine.PrefixHitsTokens;
        if (served > TimeSpan.Zero)
        {
            _replicas.Add((served.TotalSeconds, profile.WorkSeconds(engine.PrefixQueriesTokens - engine.PrefixHitsTokens, engine.GenerationTokens)));
        }
    }

    /// <summary>Null when nothing was served.</summary>
    public ServingReport? Report()
    {
        var longest = _replicas.Count > 0 ? _replicas.Max(r => r.Seconds) : 0;
        var counted = _replicas.FindAll(r => r.Seconds >= longest / 10);
        var (seconds, work) = (counted.Sum(r => r.Seconds), counted.Sum(r => r.Work));
        return work > 0 ? new ServingReport(_queries > 0 ? (double)_hits / _queries : 0, counted.Max(r => r.Work / r.Seconds) / (work / seconds)) : null;
    }
}
