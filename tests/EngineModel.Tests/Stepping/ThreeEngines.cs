namespace SageServe.EngineModel.Tests;

/// <summary>The naive engine, step-by-step stepping and run-length stepping, told the same at the same times and compared after every input.</summary>
/// <param name="profile">Of all three.</param>
/// <param name="maxContext">Of all three.</param>
/// <param name="follows">Wakes them whenever they ask for it, as the shells do; else they are seldom called and catch up.</param>
internal sealed class ThreeEngines(ThroughputProfile profile, int maxContext, bool follows)
{
    private readonly NaiveEngine _naive = new(profile, maxContext);
    private readonly EngineInstance _steps = new(profile, maxContext);
    private readonly EngineInstance _runs = new(profile, maxContext, reportEveryToken: false);
    private readonly List<EngineEvent> _stepEvents = [];
    private readonly List<EngineEvent> _runEvents = [];

    public Instant StepEnd => _naive.StepEnd;

    public int Wakes { get; private set; }

    public long Steps => _steps.Read().Steps;

    public long Preemptions => _steps.Read().Preemptions;

    public long PrefixHits => _steps.Read().PrefixHitsTokens;

    public void Enqueue(EngineRequest request, Instant now)
    {
        _naive.Enqueue(request, now);
        _steps.Enqueue(request, now);
        _runs.Enqueue(request, now);
    }

    public void Cancel(long id, Instant now)
    {
        var cancelled = _naive.Cancel(id, now);
        Assert.Equal(cancelled, _steps.Cancel(id, now));
        Assert.Equal(cancelled, _runs.Cancel(id, now));
    }

    public void DropPrefixCache(Instant now)
    {
        _naive.DropPrefixCache(now);
        _steps.DropPrefixCache(now);
        _runs.DropPrefixCache(now);
    }

    public EngineReadout Read(Instant now)
    {
        var read = _naive.Read(now);
        Assert.Equal(read, _steps.Read(now));
        Assert.Equal(read, _runs.Read(now));
        return read;
    }

    public void Generated(long id, Instant now)
    {
        var tokens = _naive.Generated(id, now);
        Assert.Equal(tokens, _steps.GeneratedTokens(id, now));
        Assert.Equal(tokens, _runs.GeneratedTokens(id, now));
    }

    /// <summary>Before an input at this time.</summary>
    public void GoTo(Instant now)
    {
        if (follows)
        {
            Follow(_steps, _stepEvents, now);
            Follow(_runs, _runEvents, now);
        }
    }

    /// <summary>One late Advance for all that came out.</summary>
    public void Advance(Instant now)
    {
        _steps.Advance(now, _stepEvents);
        _runs.Advance(now, _runEvents);
    }

    public void Finish()
    {
        while (_naive.StepEnd != Instant.Max)
        {
            _naive.Run(_naive.StepEnd);
        }

        var end = new Instant(Instant.Max.Ticks - 1);
        Follow(_steps, _stepEvents, end);
        Follow(_runs, _runEvents, end);
        Assert.Equal(_naive.Events, _stepEvents);
        Assert.Equal(_naive.Events.Where(e => e.Kind != EngineEventKind.Tokens).Select(WithAllTokens), _runEvents);
        Assert.Equal(_steps.Read(), _runs.Read());
    }

    private EngineEvent WithAllTokens(EngineEvent e) => e.Kind == EngineEventKind.Completed
        ? e with { Tokens = _naive.Events.Where(o => o.RequestId == e.RequestId && o.Kind != EngineEventKind.FirstToken).Sum(o => o.Tokens) }
        : e;

    private void Follow(EngineInstance engine, List<EngineEvent> events, Instant now)
    {
        while (engine.NextEventAt <= now)
        {
            var at = engine.NextEventAt;
            var known = events.Count;
            engine.Advance(at, events);
            Wakes += engine == _runs ? 1 : 0;
            if (follows)
            {
                Assert.All(events.Skip(known), e => Assert.Equal(at, e.At));
            }
        }
    }
}
