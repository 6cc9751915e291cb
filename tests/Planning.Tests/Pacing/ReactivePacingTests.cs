namespace SageServe.Planning.Tests;

public sealed class ReactivePacingTests
{
    private static readonly ReactivePacing Policy = new(new PlanningOptions(), onPressure: false);

    [Theory]
    [InlineData(0.71, 0, 5, "kv-high")]
    [InlineData(0.70, 0, 4, "kv-within")]
    [InlineData(0.30, 0, 4, "kv-within")]
    [InlineData(0.29, 0, 3, "kv-low")]
    [InlineData(0.29, 5, 3, "kv-low")]
    public void It_moves_by_one_on_kv_utilisation_alone(double kv, double pressure, int expected, string reason)
    {
        var proposal = Policy.Propose(Facts(kv, pressure));
        Assert.Equal((expected, reason), (proposal.Replicas, proposal.Reason));
    }

    [Fact]
    public void On_pressure_it_reads_the_larger_signal()
    {
        var policy = new ReactivePacing(new PlanningOptions(), onPressure: true);
        Assert.Equal((5, "load-high"), (policy.Propose(Facts(0.2, 5)).Replicas, policy.Propose(Facts(0.2, 5)).Reason));
    }

    [Fact]
    public void It_holds_while_the_utilisation_is_unknown() =>
        Assert.Equal("load-unknown", Policy.Propose(Facts(0.9, 0) with { Pool = Facts(0.9, 0).Pool with { KvUtilization = null } }).Reason);

    private static PaceFacts Facts(double kv, double pressure) => TestWorld.PaceFacts(
        TestWorld.Facts(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), 4, kv, pressure: pressure), load: 1, new PaceTarget(9, 9));
}
