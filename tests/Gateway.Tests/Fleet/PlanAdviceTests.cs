namespace SageServe.Gateway.Tests;

public sealed class PlanAdviceTests
{
    [Fact]
    public void A_plans_times_are_told_in_request_time()
    {
        var real = Instant.FromUnixSeconds(1_800_000_000);
        var envelope = new EnvelopeDocument(real, Instant.FromUnixSeconds(1_900_000_000), 100);
        var plan = new PlanDocument
        {
            Epoch = 1,
            Version = 2,
            IssuedAt = envelope.EnvelopeEpoch + TimeSpan.FromSeconds(1000),
            ExpiresAt = envelope.EnvelopeEpoch + TimeSpan.FromSeconds(2000),
            Strategy = "s",
            Allocator = "a",
            Targets = [],
            Forecasts = [],
            Warming = [new WarmingCapacity(new DeploymentId(TestCatalog.Model, new RegionId("east")), 1, envelope.EnvelopeEpoch + TimeSpan.FromSeconds(1500))],
        };

        var advice = plan.ToAdvice(envelope);

        Assert.Equal(real + TimeSpan.FromSeconds(10), advice.IssuedAt);
        Assert.Equal(real + TimeSpan.FromSeconds(20), advice.ExpiresAt);
        Assert.Equal(real + TimeSpan.FromSeconds(15), advice.Warming[0].ReadyAt);
    }
}
