using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <summary>Runs measured requests through one engine, launched when they were launched.</summary>
public static class RequestReplay
{
    private static readonly Instant Start = new(TimeSpan.TicksPerDay);

    /// <param name="profile">The engine.</param>
    /// <param name="requests">In order of launch.</param>
    /// <param name="uncached">Prompt tokens of each request that no prefix cache held, 1 to its prompt; empty: all of them.</param>
    /// <param name="overheadSeconds">What a client waits outside the engine's steps, added to each time.</param>
    /// <exception cref="ArgumentException">A request never completes: it is longer than the KV cache.</exception>
    public static ReplayedRequest[] Run(
        ThroughputProfile profile, IReadOnlyList<MeasuredRequest> requests, ImmutableArray<int> uncached, double overheadSeconds)
    {
        var engine = new EngineInstance(profile, int.MaxValue, reportEveryToken: false);
        for (var i = 0; i < requests.Count; i++)
        {
            var prompt = uncached.IsDefaultOrEmpty ? requests[i].PromptTokens : uncached[i];
            engine.Enqueue(new EngineRequest(i, prompt, requests[i].OutputTokens, 0, []), Start + TimeSpan.FromSeconds(requests[i].Launch));
        }

        var events = new List<EngineEvent>();
        while (engine.NextEventAt != Instant.Max)
        {
            engine.Advance(engine.NextEventAt, events);
        }

        return Times(requests, events, overheadSeconds);
    }

    private static ReplayedRequest[] Times(IReadOnlyList<MeasuredRequest> requests, List<EngineEvent> events, double overhead)
    {
        var first = new double[requests.Count];
        var last = new double[requests.Count];
        foreach (var e in events)
        {
            var since = (e.At - Start).TotalSeconds - requests[(int)e.RequestId].Launch + overhead;
            switch (e.Kind)
            {
                case EngineEventKind.FirstToken:
                    first[e.RequestId] = since;
                    break;
                case EngineEventKind.Completed:
                    last[e.RequestId] = since;
                    break;
                case EngineEventKind.Rejected:
                    throw new ArgumentException($"Request {e.RequestId + 1} ({requests[(int)e.RequestId].PromptTokens} prompt, {requests[(int)e.RequestId].OutputTokens} output tokens) is longer than the KV cache of the profile.", nameof(requests));
            }
        }

        return [.. first.Zip(last, (f, l) => new ReplayedRequest(f, l))];
    }
}
