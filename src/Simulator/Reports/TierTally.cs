namespace SageServe.Simulator;

/// <summary>Adds up the requests of one tier.</summary>
internal sealed class TierTally(ServingCatalog catalog, ServiceLevel level, Instant stoppedAt)
{
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly List<double> _ttft = [];
    private readonly List<double> _tbt = [];
    private readonly List<double> _e2e = [];
    private int _requests;
    private int _judged;
    private int _met;
    private int _metFixed;
    private int _pending;
    private long _prompt;
    private long _output;

    public void Add(SimTrack track)
    {
        _requests++;
        _prompt += track.Arrival.PromptTokens;
        _output += track.OutputTokens;
        if (track.Outcome is { } outcome)
        {
            _outcomes[outcome.ToString()] = _outcomes.GetValueOrDefault(outcome.ToString()) + 1;
        }
        else
        {
            _pending++;
        }

        Judge(track);
        Measure(track);
    }

    public TierReport ToReport() => new()
    {
        Tier = level.Tier.WireName(),
        Requests = _requests,
        Outcomes = _outcomes,
        Pending = _pending,
        TtftSeconds = Quantiles.Of(_ttft),
        TbtSeconds = Quantiles.Of(_tbt),
        E2eSeconds = Quantiles.Of(_e2e),
        SloAttainment = _judged > 0 ? (double)_met / _judged : null,
        SloAttainmentFixed = _judged > 0 ? (double)_metFixed / _judged : null,
        PromptTokens = _prompt,
        OutputTokens = _output,
    };

    private void Judge(SimTrack track)
    {
        if (track.Outcome is null && stoppedAt < track.Deadline)
        {
            return;
        }

        _judged++;
        if (track.Outcome != RequestOutcome.Completed)
        {
            return;
        }

        if (!level.Tier.IsInteractive())
        {
            _met += track.EndedAt <= track.Deadline ? 1 : 0;
            _metFixed = _met;
            return;
        }

        var profile = track.ServedBy ?? catalog.Document.Profiles.First(p => p.Model == track.Arrival.Model);
        var prefill = TimeSpan.FromSeconds(profile.UnloadedPrefillSeconds(track.Arrival.PromptTokens));
        _met += Meets(track, level.TtftTargetFor(prefill)) ? 1 : 0;
        _metFixed += Meets(track, level.TtftTarget!.Value) ? 1 : 0;
    }

    /// <summary>Streams by their first token; other calls by their end, with the time that their tokens may take added.</summary>
    private bool Meets(SimTrack track, TimeSpan target) => track.Arrival.Streaming
        ? track.FirstTokenAt - track.Arrival.At <= target
        : track.EndedAt - track.Arrival.At <= target + level.TbtTarget * track.OutputTokens;

    private void Measure(SimTrack track)
    {
        if (track.Arrival.Streaming && track.FirstTokenAt is { } streamed)
        {
            _ttft.Add((streamed - track.Arrival.At).TotalSeconds);
        }

        if (track.Outcome != RequestOutcome.Completed)
        {
            return;
        }

        var end = track.EndedAt!.Value;
        _e2e.Add((end - track.Arrival.At).TotalSeconds);
        if (track.FirstTokenAt is { } first && track.OutputTokens > 1)
        {
            _tbt.Add((end - first).TotalSeconds / (track.OutputTokens - 1));
        }
    }
}
