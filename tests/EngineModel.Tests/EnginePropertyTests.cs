using System.Collections.Immutable;

namespace SageServe.EngineModel.Tests;

/// <summary>Rules that hold for any load: small memories, mixed priorities, shared prefixes, cancellations, all from seeds.</summary>
public sealed class EnginePropertyTests
{
    private const int MaxContext = 90;

    [Fact]
    public void Every_sequence_gets_exactly_its_tokens_or_a_rejection() => Seeds.Check(60, (_, random) =>
    {
        var load = Load(random, 60);
        var run = Drive(load, Profile(random), _ => false);
        foreach (var arrival in load)
        {
            var events = run.Events.Where(e => e.RequestId == arrival.Request.Id).ToArray();
            if (events[0].Kind == EngineEventKind.Rejected)
            {
                Assert.Single(events);
                continue;
            }

            Assert.Equal(arrival.Request.OutputTokens, events.Sum(e => e.Tokens));
            Assert.Equal(1, events.Count(e => e.Kind == EngineEventKind.FirstToken));
            Assert.Equal(EngineEventKind.Completed, events[^1].Kind);
        }
    });

    [Fact]
    public void Memory_and_limits_are_never_exceeded_and_all_is_free_at_the_end() => Seeds.Check(60, (_, random) =>
    {
        var profile = Profile(random);
        var run = Drive(Load(random, 60), profile, engine =>
        {
            var read = engine.Read();
            Assert.InRange(read.KvUsedTokens, 0, read.KvCapacityTokens);
            Assert.InRange(read.Running, 0, profile.MaxSequences);
            return false;
        });
        var end = run.Engine.Read();
        Assert.Equal((0, 0, 0L), (end.Running, end.Waiting, end.KvUsedTokens));
        Assert.True(end.PrefixHitsTokens <= end.PrefixQueriesTokens);
    });

    [Fact]
    public void Events_are_in_order_of_time() => Seeds.Check(40, (_, random) =>
    {
        var run = Drive(Load(random, 60), Profile(random), _ => false);
        Assert.Equal(run.Events.Select(e => e.At.Ticks).Order(), run.Events.Select(e => e.At.Ticks));
    });

    [Fact]
    public void Equal_priorities_get_their_first_token_in_order_of_arrival() => Seeds.Check(40, (_, random) =>
    {
        var load = Load(random, 60).Select(a => a with { Request = a.Request with { Priority = 0, PrefixBlocks = [] } }).ToArray();
        var run = Drive(load, EngineRun.Profile(kvTokens: 100_000, budget: 30, sequences: 4), _ => false);
        var firsts = run.Events.Where(e => e.Kind == EngineEventKind.FirstToken).Select(e => e.RequestId).ToArray();
        Assert.Equal(firsts.Order(), firsts);
    });

    [Fact]
    public void Many_small_advances_tell_what_one_big_one_tells() => Seeds.Check(60, (_, random) =>
    {
        var load = Load(random, 40);
        var profile = Profile(random);
        var big = Drive(load, profile, _ => false);
        var small = EngineRun.Of(profile, MaxContext);
        foreach (var arrival in load)
        {
            for (var step = 0; step < 5; step++)
            {
                var now = small.Engine.NextEventAt;
                small.Engine.Advance(now < arrival.At ? now : arrival.At, small.Events);
            }

            small.Engine.Enqueue(arrival.Request, arrival.At);
        }

        Assert.Equal(big.Events, small.Finish().Events);
    });

    [Fact]
    public void Cancelling_everything_frees_everything() => Seeds.Check(40, (_, random) =>
    {
        var run = EngineRun.Of(Profile(random), MaxContext);
        var load = Load(random, 40);
        foreach (var arrival in load)
        {
            run.Engine.Enqueue(arrival.Request, arrival.At);
        }

        var now = load[^1].At + TimeSpan.FromMilliseconds(random.NextInt(300));
        foreach (var arrival in load)
        {
            run.Engine.Cancel(arrival.Request.Id, now);
        }

        var read = run.Engine.Read();
        Assert.Equal((0, 0, 0L), (read.Running, read.Waiting, read.KvUsedTokens));
        run.Finish();
        run.Enqueue((now - EngineRun.Start).TotalMilliseconds + 10_000, 999, 8, 2).Finish();
        Assert.Equal(EngineEventKind.Completed, run.Events[^1].Kind);
    });

    private static EngineRun Drive(IReadOnlyList<Arrival> load, ThroughputProfile profile, Func<EngineInstance, bool> afterEach)
    {
        var run = EngineRun.Of(profile, MaxContext);
        foreach (var arrival in load)
        {
            run.Engine.Enqueue(arrival.Request, arrival.At);
            afterEach(run.Engine);
        }

        while (run.Engine.NextEventAt != Instant.Max && !afterEach(run.Engine))
        {
            run.Engine.Advance(run.Engine.NextEventAt, run.Events);
        }

        return run;
    }

    private static ThroughputProfile Profile(RandomStream random) => EngineRun.Profile(
        kvTokens: 60 + random.NextInt(200), budget: 8 + random.NextInt(60), sequences: 1 + random.NextInt(8), perContextToken: 1e-5);

    private static Arrival[] Load(RandomStream random, int count)
    {
        var at = EngineRun.Start;
        return [.. Enumerable.Range(0, count).Select(id =>
        {
            at += TimeSpan.FromMilliseconds(random.NextInt(60));
            var prompt = 1 + random.NextInt(70);
            var prefix = Enumerable.Range(0, prompt / 4).Select(i => (ulong)(100 * (id % 3) + i + 1)).ToImmutableArray();
            return new Arrival(at, new EngineRequest(id, prompt, 1 + random.NextInt(30), random.NextInt(3), prefix));
        })];
    }

    private sealed record Arrival(Instant At, EngineRequest Request);
}
