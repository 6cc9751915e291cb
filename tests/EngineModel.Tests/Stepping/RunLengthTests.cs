namespace SageServe.EngineModel.Tests;

/// <summary>Run-length stepping gives what step-by-step stepping gives, and both give what the rules say, to the tick.</summary>
public sealed class RunLengthTests
{
    [Fact]
    public void Skipping_steps_changes_no_event_no_reading_and_no_decision() =>
        Seeds.Check(2000, (_, random) => Drive(random, inputs: 60));

    [Fact]
    public void The_random_schedules_reach_what_they_are_meant_to_reach()
    {
        var (preempting, hitting, skipping) = (0, 0, 0);
        Seeds.Check(150, (_, random) =>
        {
            var engines = Drive(random, inputs: 60);
            preempting += engines.Preemptions > 0 ? 1 : 0;
            hitting += engines.PrefixHits > 0 ? 1 : 0;
            skipping += engines.Wakes > 0 && engines.Wakes * 2 < engines.Steps ? 1 : 0;
        });
        Assert.True(preempting > 50 && hitting > 50 && skipping > 30, $"{preempting} preempt, {hitting} hit the prefix cache, {skipping} skip most steps");
    }

    [Fact]
    public void A_long_answer_alone_is_two_events()
    {
        var engine = new EngineInstance(EngineRun.Profile(kvTokens: 200_000, perContextToken: 1e-7), 200_000, reportEveryToken: false);
        engine.Enqueue(new EngineRequest(1, 10, 100_000, 0, []), EngineRun.Start);
        var events = new List<EngineEvent>();
        engine.Advance(engine.NextEventAt, events);
        var middle = engine.NextEventAt - TimeSpan.FromSeconds(100);
        Assert.InRange(engine.GeneratedTokens(1, middle), 90_000, 99_999);
        engine.Advance(engine.NextEventAt, events);
        Assert.Equal([(EngineEventKind.FirstToken, 1), (EngineEventKind.Completed, 99_999)], events.Select(e => (e.Kind, e.Tokens)));
        Assert.Equal((100_000, Instant.Max), (engine.Read().Steps, engine.NextEventAt));
    }

    /// <summary>
    /// 8 blocks of 4, budget 14. A prefix of three blocks is cached; the first is in use, the second was freed before the third. While
    /// a sequence that wants all three waits for one block too many, decoding evicts the second: it then wants less, and comes in.
    /// </summary>
    [Fact]
    public void An_eviction_within_a_run_can_let_the_first_waiting_one_in()
    {
        var engines = new ThreeEngines(EngineRun.Profile(kvTokens: 32, budget: 14), 100, follows: true);
        Tell(engines, 0, new EngineRequest(1, 4, 1, 0, [101]));
        Tell(engines, 500, new EngineRequest(2, 12, 1, 0, [100, 101, 102]));
        Tell(engines, 1000, new EngineRequest(3, 8, 1, 0, [200, 201]));
        Tell(engines, 2000, new EngineRequest(4, 5, 20, 0, [100]));
        Tell(engines, 2001, new EngineRequest(5, 5, 20, 0, []));
        Tell(engines, 2020, new EngineRequest(6, 26, 1, 0, [100, 101, 102]));
        var running = new List<int>();
        for (var at = 2020; at < 2060; at += 5)
        {
            engines.GoTo(EngineRun.At(at));
            running.Add(engines.Read(EngineRun.At(at)).Running);
        }

        engines.Finish();
        Assert.Equal([2, 2, 2, 2, 3, 3, 3, 3], running);
    }

    private static void Tell(ThreeEngines engines, double at, EngineRequest request)
    {
        engines.GoTo(EngineRun.At(at));
        engines.Enqueue(request, EngineRun.At(at));
    }

    private static ThreeEngines Drive(RandomStream random, int inputs)
    {
        var schedule = new RandomSchedule(random);
        var engines = new ThreeEngines(schedule.Profile(), schedule.MaxContext, follows: random.NextInt(2) == 0);
        var now = EngineRun.Start;
        for (var i = 0; i < inputs; i++)
        {
            now = schedule.After(now, engines.StepEnd);
            engines.GoTo(now);
            Tell(engines, schedule, random, now);
        }

        engines.Finish();
        return engines;
    }

    private static void Tell(ThreeEngines engines, RandomSchedule schedule, RandomStream random, Instant now)
    {
        switch (random.NextInt(13))
        {
            case 0:
                engines.Cancel(schedule.SomeId(), now);
                break;
            case 1:
                engines.DropPrefixCache(now);
                break;
            case 2 or 3:
                engines.Read(now);
                break;
            case 4 or 5:
                engines.Generated(schedule.SomeId(), now);
                break;
            case 6:
                engines.Advance(now);
                break;
            default:
                engines.Enqueue(schedule.Request(), now);
                break;
        }
    }
}
