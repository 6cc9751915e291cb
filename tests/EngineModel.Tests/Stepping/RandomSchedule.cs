using System.Collections.Immutable;

namespace SageServe.EngineModel.Tests;

/// <summary>Engines, requests and moments drawn from a seed: memories too small, budgets below the batch, shared prefixes, urgent and patient work.</summary>
internal sealed class RandomSchedule(RandomStream random)
{
    private readonly int _gap = 1 + random.NextInt(60);
    private readonly int _longestPrompt = random.NextInt(3) == 0 ? 20 : 70;
    private readonly int _longestOutput = random.NextInt(3) == 0 ? 200 : 30;
    private readonly int _families = 1 + random.NextInt(4);
    private long _id;

    public int MaxContext { get; } = 60 + random.NextInt(220);

    public ThroughputProfile Profile()
    {
        var sequences = 1 + random.NextInt(12);
        return EngineRun.Profile(
            kvTokens: random.NextInt(3) == 0 ? 5000 : 60 + random.NextInt(300),
            budget: random.NextInt(4) == 0 ? 1 + random.NextInt(sequences + 2) : 8 + random.NextInt(100),
            sequences: sequences,
            perContextToken: Pick([0, 1e-5, 1.37e-7, 3.3e-9])) with
        {
            Decode = random.NextInt(20) == 0 ? [new StepPoint(1, 1e-8)] : [new StepPoint(1, 0.0101234567), new StepPoint(8, 0.0130000003)],
            BlockTokens = Pick([1, 3, 4, 16]),
        };
    }

    public EngineRequest Request()
    {
        var prompt = 1 + random.NextInt(_longestPrompt);
        var family = random.NextInt(_families);
        // Families share their head; tails differ by id now and then.
        var own = random.NextInt(3) == 0 ? _id : 0;
        var prefix = random.NextInt(4) == 0
            ? default
            : Enumerable.Range(0, random.NextInt(25)).Select(i => (ulong)(1 + i + 1000 * family + (i > 3 ? 100_000 * own : 0))).ToImmutableArray();
        return new EngineRequest(_id++, prompt, 1 + random.NextInt(_longestOutput), random.NextInt(3), prefix);
    }

    public long SomeId() => random.NextInt((int)_id + 1);

    /// <summary>The next moment: at once, after a while, or at a step's end to the tick, one before or one after.</summary>
    public Instant After(Instant now, Instant stepEnd) => random.NextInt(8) switch
    {
        0 => now,
        1 => Instant.Later(now, Bounded(now, stepEnd)),
        2 => Instant.Later(now, new Instant(Bounded(now, stepEnd).Ticks - 1)),
        3 => Instant.Later(now, new Instant(Bounded(now, stepEnd).Ticks + 1)),
        4 => now + TimeSpan.FromTicks(random.NextInt(100_000)),
        _ => now + TimeSpan.FromMilliseconds(random.NextInt(_gap)),
    };

    private static Instant Bounded(Instant now, Instant stepEnd) => stepEnd == Instant.Max ? now : stepEnd;

    private T Pick<T>(T[] values) => values[random.NextInt(values.Length)];
}
