using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class PlanPublisherTests : IDisposable
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_published_plan_is_what_the_file_says()
    {
        var publisher = NewPublisher();
        Assert.Null(publisher.Last);

        var published = publisher.Publish(Plan());

        Assert.Equal((1, 1), (published.Epoch, published.Version));
        Assert.Equal(JsonSerializer.Serialize(published, SharedJson.Default.PlanDocument), File.ReadAllText(_folder["plan.json"]));
        Assert.Same(published, publisher.Last);
    }

    [Fact]
    public void A_scaler_that_starts_again_is_a_new_epoch_and_versions_go_on()
    {
        var first = NewPublisher();
        first.Publish(Plan());
        first.Publish(Plan());

        var second = NewPublisher();
        Assert.Equal(2, second.Last!.Version);
        var published = second.Publish(Plan());

        Assert.Equal((2, 3), (published.Epoch, published.Version));
    }

    [Theory]
    [InlineData("plan.json")]
    [InlineData("plan.json.state")]
    public void Either_file_alone_keeps_the_numbers_growing(string lost)
    {
        NewPublisher().Publish(Plan());
        File.Delete(_folder[lost]);
        var published = NewPublisher().Publish(Plan());

        Assert.Equal((2, 2), (published.Epoch, published.Version));
    }

    [Fact]
    public void A_file_that_is_no_plan_is_replaced()
    {
        NewPublisher().Publish(Plan());
        _folder.Write("plan.json", "{ half a pl");

        Assert.Equal(2, NewPublisher().Publish(Plan()).Version);
    }

    [Fact]
    public void Only_a_greater_plan_of_others_is_accepted_and_it_is_handed_on_once()
    {
        var publisher = NewPublisher("b");
        Assert.True(publisher.Accept(Plan() with { Epoch = 4, Version = 7 }));
        Assert.Equal(7, publisher.TakeAccepted()!.Version);
        Assert.Null(publisher.TakeAccepted());
        foreach (var (epoch, version) in ((long, long)[])[(4, 7), (4, 6), (3, 900), (0, 0)])
        {
            Assert.False(publisher.Accept(Plan() with { Epoch = epoch, Version = version }), $"{epoch}.{version}");
        }

        Assert.True(publisher.Accept(Plan() with { Epoch = 4, Version = 8 }));
        Assert.True(publisher.Accept(Plan() with { Epoch = 5, Version = 1 }));
        Assert.Equal((5, 1), (publisher.Last!.Epoch, publisher.Last.Version));

        // After a restart the last plan stands, and is followed.
        var again = NewPublisher("b");
        Assert.Equal((5, 1), (again.TakeAccepted()!.Epoch, again.Last!.Version));
        Assert.False(again.Accept(Plan() with { Epoch = 5, Version = 1 }));
    }

    [Fact]
    public void Who_begins_to_plan_or_hears_of_another_leader_speaks_in_a_greater_epoch_of_its_own()
    {
        var (a, b) = (NewPublisher("a"), NewPublisher("b"));
        var first = a.Publish(Plan());
        Assert.True(b.Accept(first));
        b.Lead();
        var second = b.Publish(Plan());
        Assert.True(second.Epoch > first.Epoch && second.Version > first.Version, $"{second.Epoch}.{second.Version} after {first.Epoch}.{first.Version}");
        Assert.True(a.Accept(second));
        var third = a.Publish(Plan());
        Assert.True(third.Epoch > second.Epoch && b.Accept(third));

        // Cut off from each other, both lead: never in one epoch.
        a.Lead();
        b.Lead();
        Assert.NotEqual(a.Publish(Plan()).Epoch, b.Publish(Plan()).Epoch);
    }

    [Fact]
    public void Epochs_of_regions_never_meet()
    {
        for (var regions = 1; regions < 7; regions++)
        {
            for (var rank = 0; rank < regions; rank++)
            {
                for (var seen = 0L; seen < 20; seen++)
                {
                    var next = PlanEpochs.Next(seen, rank, regions);
                    Assert.True(next > seen && next <= seen + regions && next % regions == rank, $"{next} after {seen} for {rank} of {regions}");
                }
            }
        }
    }

    /// <summary>Of one of two regions.</summary>
    private PlanPublisher NewPublisher(string region) => new(
        new ScalerOptions { PlanFile = _folder[$"{region}.json"], Regional = new RegionalOptions { Region = region, Peers = [new PeerRegionOptions { Region = region == "a" ? "b" : "a", Url = "http://x" }] } },
        NullLogger<PlanPublisher>.Instance);

    private PlanPublisher NewPublisher() =>
        new(new ScalerOptions { PlanFile = _folder["plan.json"] }, NullLogger<PlanPublisher>.Instance);

    private static PlanDocument Plan() => new()
    {
        Epoch = 0,
        Version = 1,
        IssuedAt = Start,
        ExpiresAt = Start + TimeSpan.FromHours(2),
        Strategy = "lt-ua",
        Allocator = "greedy",
        Targets = [],
        Forecasts = [],
    };
}
