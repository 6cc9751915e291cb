using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>One request's hold on what is remembered of it; tells nobody where nothing is remembered, or not any more.</summary>
internal readonly struct Story(StorySlot slot, long turn)
{
    /// <summary>Takes what routing decided. Called under the model's lock: it only copies.</summary>
    public void Decided(in FlowEffect effect, Instant now)
    {
        if (slot is not null)
        {
            slot.Add(turn, StorySteps.Of(effect, now));
        }
    }

    /// <param name="outcome">Of the attempt.</param>
    /// <param name="status">The upstream's; 0 when it sent none.</param>
    /// <param name="rest">How long it asked to be left alone.</param>
    /// <param name="now">When.</param>
    public void AttemptEnded(AttemptOutcome outcome, int status, TimeSpan rest, Instant now)
    {
        if (slot is not null)
        {
            slot.Add(turn, StorySteps.Ended(outcome, status, rest, now));
        }
    }

    /// <summary>Waits for its release.</summary>
    public void Queued(Instant now)
    {
        if (slot is not null)
        {
            slot.Add(turn, new StoryStep { At = now, Kind = StoryStepKind.Queued });
        }
    }

    /// <summary>Refused before routing was asked.</summary>
    public void Refused(ApiError error, Instant now)
    {
        if (slot is not null)
        {
            slot.Add(turn, StorySteps.Refused(error, now));
        }
    }

    /// <param name="seen">What happened.</param>
    /// <param name="exchange">On its way.</param>
    /// <param name="status">HTTP status that the client got; 0 when it got none.</param>
    public void Ended(RequestObservation seen, Exchange exchange, int status)
    {
        if (slot is not null)
        {
            slot.End(turn, StoryFigures.Of(seen, exchange, status));
        }
    }
}
