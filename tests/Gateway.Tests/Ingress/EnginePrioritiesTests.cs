namespace SageServe.Gateway.Tests;

public sealed class EnginePrioritiesTests
{
    /// <summary>vLLM answers 400 to a priority that it does not schedule by: one such pool, here or in a peer's region, and none is written.</summary>
    [Theory]
    [InlineData(null, null, false, false)]
    [InlineData(null, null, true, true)]
    [InlineData(true, true, false, true)]
    [InlineData(true, false, true, false)]
    [InlineData(null, false, true, false)]
    [InlineData(true, null, false, false)]
    public void A_priority_is_written_where_every_pool_of_the_model_schedules_by_it(bool? east, bool? west, bool byDefault, bool expected)
    {
        var document = TestCatalog.Document();
        var catalog = new ServingCatalog(document with
        {
            Pools = [document.Pools[0] with { SchedulesByPriority = east }, document.Pools[1] with { SchedulesByPriority = west }],
        });
        var options = new GatewayOptions { Forwarding = new ForwardingOptions { EnginePriority = byDefault } };
        var priorities = new EnginePriorities(new LiveConfiguration(options, catalog));
        var deadline = Instant.FromUnixSeconds(1_700_000_000);
        Assert.Equal(expected ? 1_700_000_000 : null, priorities.Of(TestCatalog.Model, ServiceTier.InteractiveFast, deadline));
        Assert.Equal(byDefault, priorities.Of(TestCatalog.Other, ServiceTier.InteractiveFast, deadline) is not null);
    }
}
