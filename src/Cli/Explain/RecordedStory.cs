using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Cli;

/// <summary>One request's story, as it grows along a decision log.</summary>
internal sealed class RecordedStory(InferenceRequest request, RegionId home)
{
    private readonly List<StoryStep> _steps = [];
    private Instant? _firstTokenAt;
    private int _outputTokens;

    public void Take(in FlowInput input, JsonElement effects)
    {
        if (input.RequestId == request.Id)
        {
            _outputTokens = Math.Max(_outputTokens, input.OutputTokens);
            _firstTokenAt ??= input is { Kind: FlowInputKind.Progressed, OutputTokens: > 0 } ? input.Now : null;
            if (input.Kind == FlowInputKind.AttemptEnded)
            {
                var rest = input.RetryAfter > TimeSpan.Zero ? input.RetryAfter.TotalSeconds : (double?)null;
                _steps.Add(new StoryStep { At = input.Now, Kind = StoryStepKind.AttemptEnded, Ended = input.Outcome, RetryAfterSeconds = rest });
            }
        }

        foreach (var effect in effects.EnumerateArray())
        {
            if (effect.TryGetProperty("requestId"u8, out var id) && id.ValueEquals(request.Id.Value))
            {
                _steps.Add(StepOf(effect, input.Now));
            }
        }
    }

    public RequestStory ToStory() => new()
    {
        Id = request.Id,
        Region = home,
        Model = request.Model,
        Tier = request.Tier,
        Tenant = request.Tenant,
        Origin = request.Origin,
        Relayed = request.Relayed,
        Streaming = request.Streaming,
        Adapter = request.Adapter,
        PromptTokens = request.PromptTokens,
        ExpectedOutputTokens = request.ExpectedOutputTokens,
        HasSession = request.Session is not null,
        AllowedRegions = request.AllowedRegions,
        Arrived = request.Arrived,
        Deadline = request.Deadline,
        Steps = [.. _steps],
        End = _steps is [.., { Outcome: { } outcome } last] ? EndOf(last, outcome) : null,
    };

    private StoryEnd EndOf(StoryStep last, RequestOutcome outcome)
    {
        var placed = _steps.FindLast(s => s.Kind is StoryStepKind.Forwarded or StoryStepKind.Relayed);
        return new StoryEnd
        {
            At = last.At,
            Outcome = outcome,
            ServedIn = placed.Region,
            Instance = placed.Instance,
            Attempts = placed.Attempt ?? 0,
            HeldSeconds = _steps.Zip(_steps.Skip(1)).Where(p => p.First.Kind == StoryStepKind.Held).Sum(p => (p.Second.At - p.First.At).TotalSeconds),
            TtftSeconds = (_firstTokenAt - request.Arrived)?.TotalSeconds,
            TotalSeconds = (last.At - request.Arrived).TotalSeconds,
            OutputTokens = _outputTokens,
        };
    }

    private static StoryStep StepOf(JsonElement effect, Instant at) => new()
    {
        At = at,
        Kind = KindOf(Enum.Parse<FlowEffectKind>(Text(effect, "kind")!)),
        Instance = Text(effect, "instance") is { } instance ? new InstanceId(instance) : null,
        Region = Text(effect, "region") is { } region ? new RegionId(region) : null,
        Attempt = effect.TryGetProperty("attempt"u8, out var attempt) ? attempt.GetInt32() : null,
        Until = effect.TryGetProperty("until"u8, out var until) ? Instant.From(until.GetDateTimeOffset()) : null,
        Status = effect.TryGetProperty("status"u8, out var status) ? status.GetInt32() : null,
        RetryAfterSeconds = effect.TryGetProperty("retryAfterSeconds"u8, out var wait) && wait.GetDouble() > 0 ? wait.GetDouble() : null,
        Outcome = Text(effect, "kind") != nameof(FlowEffectKind.Evict) && Text(effect, "outcome") is { } outcome ? Enum.Parse<RequestOutcome>(outcome) : null,
        Reasons = effect.TryGetProperty("reasons"u8, out var reasons) ? Of(reasons) : null,
    };

    private static ReasonSet Of(JsonElement names) => names.EnumerateArray().Aggregate(
        ReasonSet.None, (set, name) => ReasonCodes.TryParse(name.GetString(), out var code) ? set.With(code) : set);

    private static string? Text(JsonElement effect, string name) => effect.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static StoryStepKind KindOf(FlowEffectKind kind) => kind switch
    {
        FlowEffectKind.Forward => StoryStepKind.Forwarded,
        FlowEffectKind.Relay => StoryStepKind.Relayed,
        FlowEffectKind.Hold => StoryStepKind.Held,
        FlowEffectKind.Reject => StoryStepKind.Refused,
        FlowEffectKind.Evict => StoryStepKind.GivenBack,
        _ => StoryStepKind.Finished,
    };
}
