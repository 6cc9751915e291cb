namespace SageServe.EngineModel;

/// <summary>What the engine tells: its counters, and the events of the steps that end.</summary>
internal sealed class StepBook(bool everyToken)
{
    public bool EveryToken { get; } = everyToken;

    /// <summary>Where events go at the moment.</summary>
    public List<EngineEvent> Events { get; set; } = [];

    /// <summary>End of the step that is being booked.</summary>
    public Instant At { get; set; }

    public long Steps { get; set; }

    public long Preemptions { get; private set; }

    public long PromptTokens { get; private set; }

    public long GenerationTokens { get; set; }

    /// <summary>The token that ends its prefill, the first one or, after a preemption, a later one.</summary>
    public void Prefilled(EngineSequence sequence)
    {
        GenerationTokens++;
        var isFirst = sequence.Generated == 1;
        if (isFirst)
        {
            PromptTokens += sequence.Request.PromptTokens;
            Events.Add(new EngineEvent(EngineEventKind.FirstToken, sequence.Request.Id, At, 1) { ScheduledAt = sequence.ScheduledAt });
        }

        if (sequence.IsDone)
        {
            Completed(sequence);
        }
        else if (!isFirst)
        {
            Token(sequence);
        }
    }

    public void Token(EngineSequence sequence)
    {
        if (EveryToken)
        {
            Events.Add(new EngineEvent(EngineEventKind.Tokens, sequence.Request.Id, At, 1));
        }
    }

    public void Completed(EngineSequence sequence)
    {
        var untold = sequence.Request.OutputTokens - 1;
        Events.Add(new EngineEvent(EngineEventKind.Completed, sequence.Request.Id, At, EveryToken ? Math.Min(1, untold) : untold));
    }

    public void Preempted(List<EngineSequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            Preemptions++;
            Events.Add(new EngineEvent(EngineEventKind.Preempted, sequence.Request.Id, At, 0));
        }
    }

    public void Rejected(long id, Instant now) => Events.Add(new EngineEvent(EngineEventKind.Rejected, id, now, 0));
}
