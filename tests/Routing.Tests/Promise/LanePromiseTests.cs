using System.Collections.Immutable;

namespace SageServe.Routing.Tests;

public sealed class LanePromiseTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_700_006_400);
    private static readonly TenantId Tenant = new("acme");
    private static readonly PromiseOptions Options = new();

    private static BacklogGroup Group(string id, double hours, double work, double tail = 5) =>
        BacklogGroup.Whole(id, Tenant, Now + TimeSpan.FromHours(hours), 1000, work, tail);

    private static LanePromise Lane(double replicas, double interactive, params BacklogGroup[] groups)
    {
        var lane = new LanePromise(Options);
        lane.Observe(new LaneReading(Now, new HeadroomLevel(replicas, interactive), [.. groups], null));
        return lane;
    }

    private static ForecastPoint Point(Instant at, double idle) => new(at, idle, idle * 0.9, idle * 1.1);

    [Fact]
    public void Work_is_done_when_the_headroom_has_carried_all_that_is_due_before()
    {
        var lane = Lane(replicas: 4, interactive: 2, Group("early", 1, 3600), Group("late", 10, 36_000));
        var finish = lane.Estimate(Group("mine", 4, 1440));

        // 2 replicas are left and 0.7 of that is taken to be had: (3600 + 1440) / 1.4 = an hour.
        Assert.Equal(3605, (finish.P50!.Value - Now).TotalSeconds, 1.0);
        Assert.True(finish.P90 > finish.P50);
        Assert.InRange(finish.OnTime, 0.9, 1);
    }

    [Fact]
    public void A_shorter_window_goes_first_and_the_cheapest_that_can_be_kept_is_named()
    {
        var lane = Lane(4, 2, Group("other", 2, 36_000));
        WindowPrice[] windows = [new("1h", TimeSpan.FromHours(1), 1), new("4h", TimeSpan.FromHours(4), 0.7), new("24h", TimeSpan.FromHours(24), 0.5)];
        var offers = lane.Offers(Group("mine", 0, 1000), Now, windows);

        Assert.Equal([true, false, true], offers.Select(o => o.IsFeasible));
        Assert.Equal("24h", WindowOffer.Cheapest(offers)!.Price.Name);
        Assert.Equal("1h", WindowOffer.Cheapest(offers.Take(2))!.Price.Name);
        Assert.Null(WindowOffer.Cheapest(offers.Skip(1).Take(1)));
        Assert.True(offers[0].Finish.P50 < offers[1].Finish.P50);
    }

    [Fact]
    public void Nothing_is_promised_before_anything_is_known_or_where_nothing_is_left()
    {
        Assert.Equal(FinishEstimate.Unknown, new LanePromise(Options).Estimate(Group("mine", 24, 1)));
        var full = Lane(replicas: 2, interactive: 3).Estimate(Group("mine", 24, 1));
        Assert.Equal(new FinishEstimate(null, null, 0), full);
    }

    [Fact]
    public void Nothing_left_to_do_is_done_after_its_tail() =>
        Assert.Equal(new FinishEstimate(Now + TimeSpan.FromSeconds(5), Now + TimeSpan.FromSeconds(5), 1), Lane(1, 0).Estimate(Group("mine", 1, 0)));

    [Fact]
    public void What_was_done_while_work_waited_corrects_the_next_answer()
    {
        var other = BacklogGroup.Whole("other", Tenant, Now + TimeSpan.FromHours(40), 100_000, 100_000, 5);
        var lane = Lane(4, 2, other);
        var before = lane.Estimate(Group("mine", 24, 3600));
        for (var minute = 1; minute <= 120; minute++)
        {
            // Lines of a second each: only a fifth of the headroom of 2 is really had.
            other = other with { Items = other.Items - 24, Idle = other.Idle - 24, IdleSeconds = other.IdleSeconds - 24 };
            lane.Observe(new LaneReading(Now + TimeSpan.FromMinutes(minute), new HeadroomLevel(4, 2), [other], null));
        }

        var start = lane.ReadAt;
        var after = lane.Estimate(Group("mine", 26, 3600));
        Assert.InRange(lane.Pace.Share, 0.19, 0.22);
        Assert.InRange((after.P50!.Value - start).TotalHours, 2.3, 2.7);

        // And it has become surer.
        Assert.True((after.P90!.Value - start) / (after.P50!.Value - start) < (before.P90!.Value - Now) / (before.P50!.Value - Now));
    }

    [Fact]
    public void An_empty_queue_teaches_nothing()
    {
        var lane = Lane(4, 2);
        for (var minute = 1; minute <= 120; minute++)
        {
            lane.Observe(new LaneReading(Now + TimeSpan.FromMinutes(minute), new HeadroomLevel(4, 2), [], null));
        }

        Assert.Equal(Options.PaceAtFirst, lane.Pace.Share, 6);
    }

    [Fact]
    public void Work_that_keeps_coming_with_shorter_windows_pushes_a_long_one_back()
    {
        var calm = Lane(4, 2).Estimate(Group("mine", 24, 20_000));
        var lane = Lane(4, 2);
        for (var minute = 1; minute <= 360; minute++)
        {
            // Every ten minutes an hour's batch of 600 replica seconds, gone a minute later.
            var at = Now + TimeSpan.FromMinutes(minute);
            BacklogGroup[] waits = minute % 10 == 9 ? [BacklogGroup.Whole($"b{minute}", Tenant, at + TimeSpan.FromHours(1), 100, 600, 5)] : [];
            lane.Observe(new LaneReading(at, new HeadroomLevel(4, 2), [.. waits], null));
        }
        var busy = lane.Estimate(Group("mine", 30, 20_000));
        Assert.True(busy.P50 - lane.ReadAt > 2 * (calm.P50 - Now), $"{busy.P50 - lane.ReadAt} against {calm.P50 - Now}");

        // What has an hour itself is overtaken by nobody.
        Assert.Equal((calm.P50 - Now)!.Value.TotalSeconds, (lane.Estimate(Group("mine", 7, 20_000)).P50 - lane.ReadAt)!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public void Estimates_of_all_that_waits_are_those_of_each_alone() => Seeds.Check(50, (_, random) =>
    {
        BacklogGroup[] groups = [.. Enumerable.Range(0, 1 + random.NextInt(20)).Select(i => Group($"g{i:D2}", random.NextInt(5), random.NextExponential(5000), random.NextExponential(10)))];
        var lane = Lane(1 + random.NextInt(8), random.NextDouble(), groups);
        var all = lane.EstimateAll().ToList();

        Assert.Equal(groups.Length, all.Count);
        Assert.All(all, e => Assert.Equal(e.Finish.P50?.Ticks ?? -1, lane.Estimate(e.Group).P50?.Ticks ?? -1, 1e5));
    });

    [Fact]
    public void More_work_is_never_done_sooner_and_more_headroom_never_later() => Seeds.Check(100, (_, random) =>
    {
        var (replicas, interactive, work) = (1 + random.NextDouble() * 7, random.NextDouble(), random.NextExponential(20_000));
        var less = Lane(replicas, interactive).Estimate(Group("mine", 4, work));
        var more = Lane(replicas, interactive).Estimate(Group("mine", 4, work * 1.3));
        var wide = Lane(replicas + 1, interactive).Estimate(Group("mine", 4, work));

        Assert.True((more.P50 ?? Instant.Max) >= (less.P50 ?? Instant.Max) && (more.P90 ?? Instant.Max) >= (less.P90 ?? Instant.Max));
        Assert.True(more.OnTime <= less.OnTime + 1e-9);
        Assert.True((wide.P50 ?? Instant.Max) <= (less.P50 ?? Instant.Max));
        Assert.True((less.P90 ?? Instant.Max) >= (less.P50 ?? Instant.Max));
        Assert.InRange(less.OnTime, 0, 1);
    });

    [Fact]
    public void Work_that_the_rule_lets_wait_for_a_deeper_valley_is_told_to_be_done_in_it_and_what_cannot_wait_is_not()
    {
        // One replica is left for six hours, then all four.
        var valley = Now + TimeSpan.FromHours(6);
        var plan = new HeadroomForecast(
            new DeploymentId(new ModelId("m"), new RegionId("r")), TimeSpan.FromHours(1), [.. Enumerable.Range(0, 48).Select(i => Point(Now + TimeSpan.FromHours(i), i < 6 ? 1 : 4))]);
        var reading = new LaneReading(Now, new HeadroomLevel(4, 3), [Group("mine", 24, 7200, tail: 60)], plan) { Release = new ReleaseOptions() };
        var lane = new LanePromise(Options);
        lane.Observe(reading);

        var waits = lane.EstimateAll().Single().Finish;
        Assert.InRange((waits.P50!.Value - valley).TotalMinutes, 0, 60);

        // Work that cannot wait lets all of the lane go.
        Assert.True(lane.Estimate(Group("soon", 2, 100)).P50 < Now + TimeSpan.FromMinutes(10));
        var rushed = new LanePromise(Options);
        rushed.Observe(reading with { Groups = [.. reading.Groups, Group("soon", 2, 3000) with { Tenant = new TenantId("other") }] });
        Assert.True(rushed.EstimateAll().Single(e => e.Group.Id == "mine").Finish.P50 < waits.P50);

        // Holding back is no slowness to learn from.
        for (var minute = 1; minute <= 60; minute++)
        {
            lane.Observe(reading with { Now = Now + TimeSpan.FromMinutes(minute) });
        }

        Assert.Equal(Options.PaceAtFirst, lane.Pace.Share, 6);
    }

    [Fact]
    public void Tenants_take_turns_under_the_rule_that_gives_them_turns_and_only_there()
    {
        // A small batch of one tenant behind a large one of another that is due before.
        var large = Group("large", 20, 36_000);
        var small = Group("small", 24, 600) with { Tenant = new TenantId("other") };
        LanePromise Told(ReleaseOptions? rule)
        {
            var lane = new LanePromise(Options);
            lane.Observe(new LaneReading(Now, new HeadroomLevel(4, 2), [large, small], null) { Release = rule });
            return lane;
        }

        double Minutes(LanePromise lane, string id) => (lane.EstimateAll().Single(e => e.Group.Id == id).Finish.P50!.Value - Now).TotalMinutes;
        var (turns, deadlines) = (Told(new ReleaseOptions()), Told(new ReleaseOptions { Rule = "paper" }));
        Assert.InRange(Minutes(turns, "small"), 2 * 600 / 1.4 / 60, 2 * 600 / 1.4 / 60 + 1);
        Assert.InRange(Minutes(deadlines, "small"), 36_600 / 1.4 / 60, 36_600 / 1.4 / 60 + 1);
        Assert.InRange(Minutes(turns, "large"), 36_600 / 1.4 / 60, 36_600 / 1.4 / 60 + 1);

        // What is urgent goes first, whoever's turn it is.
        var urgent = new LanePromise(Options);
        urgent.Observe(new LaneReading(Now, new HeadroomLevel(4, 2), [large with { Deadline = Now + TimeSpan.FromHours(6) }, small], null) { Release = new ReleaseOptions() });
        Assert.True(Minutes(urgent, "small") > 400, $"{Minutes(urgent, "small")}");
    }

    [Fact]
    public void A_look_at_a_thousand_groups_allocates_about_a_kilobyte_for_each_and_an_answer_for_one_more_less_than_half()
    {
        (long Look, long Answer) Allocated(int groups)
        {
            var lane = new LanePromise(Options);
            var reading = new LaneReading(
                Now, new HeadroomLevel(8, 4),
                [.. Enumerable.Range(0, groups).Select(i => Group($"g{i:D4}", 4 + i % 40, 200_000.0 / groups) with { Tenant = new TenantId($"t{i % 20}") })], null)
            {
                Release = new ReleaseOptions(),
            };
            long Of(Action action)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                action();
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            void Look()
            {
                lane.Observe(reading);
                Assert.Equal(groups, lane.EstimateAll().Count());
            }

            Look();
            return (Of(Look), Of(() => lane.Estimate(Group("asked", 24, 100))));
        }

        var (few, many) = (Allocated(10), Allocated(1000));
        Assert.True(many.Look < 1_500_000, $"{few} {many}");
        Assert.True(many.Answer < many.Look / 2, $"{few} {many}");
    }

    [Fact]
    public void The_wait_is_told_as_the_rule_decides_it() => Seeds.Check(100, (_, random) =>
    {
        var options = new ReleaseOptions();
        var facts = new ReleaseFacts
        {
            Now = Now,
            Groups = [.. Enumerable.Range(0, 1 + random.NextInt(4)).Select(i => new PatientGroup(
                $"g{i}", Tenant, Now + TimeSpan.FromHours(1 + random.NextInt(24)), Now, 1000, 0, random.NextExponential(20_000), false))],
            KvUtilization = new Utilization(0.2),
            Pressure = Pressure.Zero,
            ReadyReplicas = 4,
            Headroom = new ReleaseHeadroom(Now, TimeSpan.FromHours(1), [.. Enumerable.Range(0, 24).Select(_ => 4 * random.NextDouble())]),
        };
        var decision = new PatientRelease(options).Decide(facts, []);
        Assert.Equal(PatientRelease.WaitsUntil(facts, options) is not null, decision.Reason is ReasonCode.DeeperValleyAhead or ReasonCode.ReleaseTrickle);
        Assert.Null(PatientRelease.WaitsUntil(facts, options with { Rule = "paper" }));
    });
}
