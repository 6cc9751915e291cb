namespace SageServe.Simulator;

/// <summary>Adds up the requests of one tier as they come and go; nothing of a request is kept. O(1) each.</summary>
internal sealed class TierTally(ServingCatalog catalog, ServiceLevel level)
{
    private readonly int[] _outcomes = new int[Enum.GetValues<RequestOutcome>().Length];
    private readonly QuantileSketch _ttft = new();
    private readonly QuantileSketch _tbt = new();
    private readonly QuantileSketch _e2e = new();
    private int _pending;
    private long _prompt;
    private long _output;
    private long _completedPrompt;
    private long _completedOutput;

    public int Requests { get; private set; }

    /// <summary>Requests that attainment is about.</summary>
    public int Judged { get; private set; }

    /// <summary>Those of them that met their target.</summary>
    public int Met { get; private set; }

    /// <summary>The same against the fixed TTFT target alone.</summary>
    public int MetFixed { get; private set; }

    public int Completed => _outcomes[(int)RequestOutcome.Completed];

    public void Arrived(in SimulatedArrival arrival)
    {
        Requests++;
        _prompt += arrival.PromptTokens;
    }

    public void Ended(SimTrack track)
    {
        _outcomes[(int)track.Outcome!.Value]++;
        _output += track.OutputTokens;

        // Clients that left before their target was due are counted apart (DESIGN 5.11).
        Judged += track.Outcome == RequestOutcome.ClientLeft && track.EndedAt < track.Deadline ? 0 : 1;
        if (track.Outcome == RequestOutcome.Completed)
        {
            _completedPrompt += track.Arrival.PromptTokens;
            _completedOutput += track.OutputTokens;
            Judge(track);
            Measure(track.EndedAt!.Value, track);
        }

        MeasureFirst(track);
    }

    /// <summary>The run is over and this one has no end: late when its deadline has passed, else not judged.</summary>
    public void LeftOpen(SimTrack track, Instant stoppedAt)
    {
        _pending++;
        _output += track.OutputTokens;
        Judged += stoppedAt < track.Deadline ? 0 : 1;
        MeasureFirst(track);
    }

    /// <summary>Adds what the same tier of another model got.</summary>
    public void Merge(TierTally other)
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            _outcomes[i] += other._outcomes[i];
        }

        _ttft.Merge(other._ttft);
        _tbt.Merge(other._tbt);
        _e2e.Merge(other._e2e);
        _pending += other._pending;
        _prompt += other._prompt;
        _output += other._output;
        _completedPrompt += other._completedPrompt;
        _completedOutput += other._completedOutput;
        Requests += other.Requests;
        Judged += other.Judged;
        Met += other.Met;
        MetFixed += other.MetFixed;
    }

    public TierReport ToReport() => new()
    {
        Tier = level.Tier.WireName(),
        Requests = Requests,
        Outcomes = Outcomes(),
        Pending = _pending,
        TtftSeconds = Quantiles.Of(_ttft),
        TbtSeconds = Quantiles.Of(_tbt),
        E2eSeconds = Quantiles.Of(_e2e),
        SloAttainment = Judged > 0 ? (double)Met / Judged : null,
        SloAttainmentFixed = Judged > 0 ? (double)MetFixed / Judged : null,
        PromptTokens = _prompt,
        OutputTokens = _output,
        CompletedPromptTokens = _completedPrompt,
        CompletedOutputTokens = _completedOutput,
        Ttft = _ttft,
        Tbt = _tbt,
        E2e = _e2e,
    };

    private SortedDictionary<string, int> Outcomes()
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var outcome in Enum.GetValues<RequestOutcome>().Where(o => _outcomes[(int)o] > 0))
        {
            outcomes.Add(outcome.ToString(), _outcomes[(int)outcome]);
        }

        return outcomes;
    }

    private void Judge(SimTrack track)
    {
        if (!level.Tier.IsInteractive())
        {
            Met += track.EndedAt <= track.Deadline ? 1 : 0;
            MetFixed = Met;
            return;
        }

        var profile = track.ServedBy ?? catalog.Document.Profiles.First(p => p.Model == track.Arrival.Model);
        var prefill = TimeSpan.FromSeconds(profile.UnloadedPrefillSeconds(track.Arrival.PromptTokens));
        Met += Meets(track, level.TtftTargetFor(prefill)) ? 1 : 0;
        MetFixed += Meets(track, level.TtftTarget!.Value) ? 1 : 0;
    }

    /// <summary>Streams by their first token; other calls by their end, with the time that their tokens may take added.</summary>
    private bool Meets(SimTrack track, TimeSpan target) => track.Arrival.Streaming
        ? track.Ttft <= target
        : track.E2e <= target + level.TbtTarget * track.OutputTokens;

    private void MeasureFirst(SimTrack track)
    {
        if (track.Arrival.Streaming && track.FirstTokenAt is not null)
        {
            _ttft.Add(track.Ttft!.Value.TotalSeconds);
        }
    }

    private void Measure(Instant end, SimTrack track)
    {
        _e2e.Add(track.E2e!.Value.TotalSeconds);
        if (track.FirstTokenAt is { } first && track.OutputTokens > 1)
        {
            _tbt.Add((end - first).TotalSeconds / (track.OutputTokens - 1));
        }
    }
}
