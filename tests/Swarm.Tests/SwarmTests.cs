using SageServe.Simulator;

namespace SageServe.Swarm.Tests;

/// <summary>
/// Random worlds with random faults through the simulator, all checkers on. <c>SAGESERVE_SWARM_SEEDS</c> asks for more of them,
/// <c>SAGESERVE_SWARM_FROM</c> for others; a failure names its seed.
/// </summary>
public sealed class SwarmTests
{
    [Fact]
    public void Whatever_happens_every_request_is_accounted_for_and_capacity_is_kept() => Swarm.Each(160, seed =>
    {
        var scenario = RandomScenario.Make(seed);
        RunRules.Check(scenario, Simulation.Run(scenario, seed));
    });

    [Fact]
    public void Two_runs_of_one_seed_are_equal_to_the_byte() => Swarm.Each(16, seed =>
        Assert.Equal(Simulation.Run(RandomScenario.Make(seed), seed).ToJson(), Simulation.Run(RandomScenario.Make(seed), seed).ToJson()));

    [Fact]
    public void The_worlds_differ_in_what_happens()
    {
        var (failed, left, retried, moved, lost) = (0, 0, 0, 0, 0);
        Swarm.Each(24, seed =>
        {
            var report = Simulation.Run(RandomScenario.Make(seed), seed);
            failed += report.Failed > 0 ? 1 : 0;
            left += report.Tiers.Any(t => t.Outcomes.ContainsKey(nameof(RequestOutcome.ClientLeft))) ? 1 : 0;
            lost += report.Capacity.Lost > 0 ? 1 : 0;
            retried += report.Retried > 0 ? 1 : 0;
            moved += report.Actions.Count > 0 ? 1 : 0;
        });
        var told = $"{failed} fail some, clients leave in {left}, {retried} retry, {moved} scale, {lost} lose replicas";
        TestContext.Current.SendDiagnosticMessage(told);
        Assert.True(failed > 3 && left > 0 && retried > 0 && moved > 3 && lost > 3, told);
    }
}
