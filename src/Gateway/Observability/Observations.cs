namespace SageServe.Gateway;

/// <summary>Makes the facts of a request that has ended.</summary>
internal static class Observations
{
    public static RequestObservation Of(Exchange exchange, RequestOutcome outcome, Instant endedAt)
    {
        var request = exchange.Request;
        return new RequestObservation
        {
            Id = request.Id,
            Model = request.Model,
            Tier = request.Tier,
            Tenant = request.Tenant,
            Origin = request.Origin,
            ServedIn = exchange.ServedIn,
            Instance = exchange.Instance,
            Arrived = request.Arrived,
            FirstTokenAt = exchange.FirstTokenAt,
            EndedAt = endedAt,
            Held = exchange.Held,
            PromptTokens = exchange.PromptTokens ?? request.PromptTokens,
            OutputTokens = exchange.OutputTokens,
            Attempts = exchange.Attempts,
            Streaming = request.Streaming,
            Outcome = outcome,
        };
    }
}
