using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>
/// The streams of one flow that run on its replicas and have their first token out. On a beat each is asked how far it is, which costs
/// the same however many tokens came; the beat rests while there is none.
/// </summary>
internal sealed class StreamBeat(SimulationRun run, FlowDriver driver)
{
    private readonly List<SimLeg> _streams = [];
    private readonly List<RequestProgress> _told = [];
    private bool _beats;

    /// <summary>O(1); a stream that is here already changes nothing.</summary>
    public void Add(SimLeg leg)
    {
        if (leg.StreamSlot >= 0)
        {
            return;
        }

        leg.StreamSlot = _streams.Count;
        _streams.Add(leg);
        Schedule();
    }

    /// <summary>O(1); a stream that is not here changes nothing.</summary>
    public void Remove(SimLeg leg)
    {
        if (leg.StreamSlot < 0)
        {
            return;
        }

        var last = _streams[^1];
        _streams[leg.StreamSlot] = last;
        last.StreamSlot = leg.StreamSlot;
        _streams.RemoveAt(_streams.Count - 1);
        leg.StreamSlot = -1;
    }

    public void Beat()
    {
        _beats = false;
        var now = run.Kernel.Now;
        for (var from = 0; from < _streams.Count; from += FlowLimits.MaxProgress)
        {
            _told.Clear();
            for (var i = from; i < _streams.Count && i < from + FlowLimits.MaxProgress; i++)
            {
                Look(_streams[i], now);
            }

            // What this brings about sends requests away; it ends no stream.
            if (_told.Count > 0)
            {
                driver.Tell(_told);
            }
        }

        Schedule();
    }

    private void Look(SimLeg leg, Instant now)
    {
        var tokens = leg.TokensAt(now);
        if (tokens == leg.Tokens)
        {
            return;
        }

        leg.Tokens = tokens;
        _told.Add(new RequestProgress(leg.Request.Id, tokens));
        if (leg.Origin is null)
        {
            leg.Track.OutputTokens = tokens;
        }
    }

    private void Schedule()
    {
        if (!_beats && _streams.Count > 0)
        {
            _beats = true;
            run.Kernel.Push(run.Kernel.Now + run.Scenario.ProgressInterval, new SimEvent(SimEventKind.Progress, driver));
        }
    }
}
