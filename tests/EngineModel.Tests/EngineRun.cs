using System.Collections.Immutable;

namespace SageServe.EngineModel.Tests;

/// <summary>Drives an engine from arrivals to idleness and keeps what came out.</summary>
internal sealed class EngineRun(EngineInstance engine)
{
    public static readonly Instant Start = new(TimeSpan.TicksPerDay);

    public List<EngineEvent> Events { get; } = [];

    public EngineInstance Engine { get; } = engine;

    /// <summary>Round numbers: prefill 2 ms a token, decode 9 ms + 1 ms a sequence, no context term unless asked for.</summary>
    public static ThroughputProfile Profile(
        long kvTokens = 4000, int budget = 100, int sequences = 8, double perContextToken = 0) => new()
        {
            Model = new ModelId("m"),
            Accelerator = new AcceleratorId("a"),
            Prefill = [new StepPoint(10, 0.020), new StepPoint(100, 0.200)],
            Decode = [new StepPoint(1, 0.010), new StepPoint(10, 0.019)],
            DecodeSecondsPerContextToken = perContextToken,
            MixedStepSurcharge = 0.1,
            KvCapacityTokens = kvTokens,
            MaxSequences = sequences,
            MaxBatchedTokens = budget,
            BlockTokens = 4,
            ReferenceSequences = 4,
            ColdStart = TimeSpan.Zero,
            Source = "test",
        };

    public static EngineRun Of(ThroughputProfile profile, int maxContext = 2000) => new(new EngineInstance(profile, maxContext));

    public static Instant At(double milliseconds) => Start + TimeSpan.FromMicroseconds(Math.Round(milliseconds * 1000));

    public EngineRun Enqueue(
        double atMilliseconds, long id, int prompt, int output, int priority = 0, ImmutableArray<ulong> prefix = default)
    {
        Engine.Enqueue(new EngineRequest(id, prompt, output, priority, prefix), At(atMilliseconds));
        return this;
    }

    public EngineRun Finish()
    {
        while (Engine.NextEventAt != Instant.Max)
        {
            Engine.Advance(Engine.NextEventAt, Events);
        }

        return this;
    }

    /// <summary>Events as text, for comparison with a schedule worked out by hand.</summary>
    public string[] Told() =>
        [.. Events.Select(e => FormattableString.Invariant($"{(e.At - Start).TotalMilliseconds:0.###} {e.RequestId} {e.Kind} {e.Tokens}"))];

    public double MillisecondsOf(long id, EngineEventKind kind) =>
        (Events.First(e => e.RequestId == id && e.Kind == kind).At - Start).TotalMilliseconds;
}
