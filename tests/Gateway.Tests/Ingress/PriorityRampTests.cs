namespace SageServe.Gateway.Tests;

public sealed class PriorityRampTests
{
    private static readonly ModelId Model = new("m");
    private static readonly TenantId Tenant = new("t");
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    private static PriorityRampOptions Options => new() { FloorTokensPerMinute = 1000, Growth = 0.5, Window = TimeSpan.FromMinutes(15) };

    [Fact]
    public void Up_to_the_floor_everything_is_allowed_and_not_a_token_more_within_the_minute()
    {
        var ramp = new PriorityRamp(() => Options);

        Assert.True(ramp.TryTake(Tenant, Model, 600, Start));
        Assert.True(ramp.TryTake(Tenant, Model, 400, Start));
        Assert.False(ramp.TryTake(Tenant, Model, 1, Start + TimeSpan.FromSeconds(59)));
        Assert.True(ramp.TryTake(Tenant, Model, 1000, Start + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Above_the_floor_it_may_grow_by_half_in_a_window()
    {
        var ramp = new PriorityRamp(() => Options with { FloorTokensPerMinute = 100 });
        Assert.True(ramp.TryTake(Tenant, Model, 100, Start));

        // Fourteen minutes later the busy minute is still in the window: only the floor holds.
        Assert.False(ramp.TryTake(Tenant, Model, 101, Start + TimeSpan.FromMinutes(14)));
        Assert.True(ramp.TryTake(Tenant, Model, 150, Start + TimeSpan.FromMinutes(15)));
        Assert.False(ramp.TryTake(Tenant, Model, 1, Start + TimeSpan.FromMinutes(15)));
        Assert.True(ramp.TryTake(Tenant, Model, 225, Start + TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void What_was_long_ago_counts_no_more_and_a_refusal_counts_for_nothing()
    {
        var ramp = new PriorityRamp(() => Options with { FloorTokensPerMinute = 100 });
        Assert.True(ramp.TryTake(Tenant, Model, 100, Start));
        Assert.True(ramp.TryTake(Tenant, Model, 150, Start + TimeSpan.FromMinutes(15)));
        Assert.False(ramp.TryTake(Tenant, Model, 1_000_000, Start + TimeSpan.FromMinutes(16)));

        Assert.False(ramp.TryTake(Tenant, Model, 101, Start + TimeSpan.FromMinutes(60)));
        Assert.True(ramp.TryTake(Tenant, Model, 100, Start + TimeSpan.FromMinutes(60)));
    }

    [Fact]
    public void Tenants_and_models_have_ramps_of_their_own_and_their_number_has_a_limit()
    {
        var ramp = new PriorityRamp(() => Options);
        Assert.True(ramp.TryTake(Tenant, Model, 1000, Start));
        Assert.True(ramp.TryTake(Tenant, new ModelId("other"), 1000, Start));
        Assert.False(ramp.TryTake(Tenant, Model, 1, Start));

        for (var i = 0; i < PriorityRamp.MaxFollowed; i++)
        {
            Assert.True(ramp.TryTake(new TenantId($"t{i}"), Model, 1000, Start + TimeSpan.FromMinutes(1)));
        }

        // The first one was quiet longest and is forgotten, which favours it.
        Assert.True(ramp.TryTake(Tenant, Model, 1000, Start + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Time_that_goes_back_and_a_ramp_that_is_off_do_no_harm()
    {
        var ramp = new PriorityRamp(() => Options);
        Assert.True(ramp.TryTake(Tenant, Model, 1000, Start));
        Assert.False(ramp.TryTake(Tenant, Model, 1, Start - TimeSpan.FromHours(1)));
        Assert.True(new PriorityRamp(() => Options with { Enabled = false }).TryTake(Tenant, Model, int.MaxValue, Start));
    }

    [Fact]
    public void At_any_time_no_minute_holds_more_than_the_floor_or_half_more_than_a_window_ago()
    {
        Seeds.Check(50, (_, random) =>
        {
            var ramp = new PriorityRamp(() => Options with { FloorTokensPerMinute = 50, Window = TimeSpan.FromMinutes(3) });
            var granted = new long[200];
            for (var minute = 0; minute < granted.Length; minute++)
            {
                for (var i = 0; i < 40; i++)
                {
                    var tokens = 1 + random.NextInt(20);
                    granted[minute] += ramp.TryTake(Tenant, Model, tokens, Start + TimeSpan.FromMinutes(minute)) ? tokens : 0;
                }

                var before = granted[Math.Max(0, minute - 5)..Math.Max(0, minute - 2)];
                Assert.InRange(granted[minute], 0, Math.Max(50, before.DefaultIfEmpty().Max() * 1.5));
            }
        });
    }
}
