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
