namespace SageServe.Simulator.Tests;

public sealed class TenantReportTests
{
    [Fact]
    public void Tenants_add_up_to_the_tiers_and_fair_turns_keep_the_quiet_one_whole()
    {
        var (fair, blind) = (Run("vtc"), Run("none"));
        foreach (var report in (SimulationReport[])[fair, blind])
        {
            Assert.Equal(["noisy", "quiet"], report.Tenants!.Select(t => t.Tenant));
            Assert.Equal(report.Requests, report.Tenants!.SelectMany(t => t.Tiers).Sum(t => t.Requests));
            Assert.Equal(report.Tiers[0].OutputTokens, report.Tenants!.SelectMany(t => t.Tiers).Sum(t => t.OutputTokens));
        }

        Assert.InRange(Quiet(fair), 0.95, 1);
        Assert.True(Quiet(blind) < Quiet(fair) - 0.1, $"{Quiet(blind)} without fairness, {Quiet(fair)} with it");
    }

    [Fact]
    public void A_load_that_names_nobody_is_one_tenant_and_reports_none() =>
        Assert.Null(Simulation.Run(ScenarioLibrary.Find("overload").With("duration", "20s").Build(1), 1).Tenants);

    [Fact]
    public void A_tenant_without_a_name_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("s.yaml", "name: m\ntitle: M\nduration: 1m\nload:\n  - name: t\n    tenant: \"\"\n    generate: { rate: 1, tokens: chat }\n");
        var problem = Assert.Throws<BadInputException>(() => ScenarioLibrary.Find(file).Build(1));
        Assert.Contains("tenant must have 1 to 64 characters", problem.Message, StringComparison.Ordinal);
        Assert.Contains("s.yaml", problem.Message, StringComparison.Ordinal);
    }

    private static SimulationReport Run(string fairness) =>
        Simulation.Run(ScenarioLibrary.Find("noisy-neighbour").With("duration", "14m").With("routing.fairness", fairness).Build(1), 1);

    private static double Quiet(SimulationReport report) => Assert.Single(report.Tenants!.Single(t => t.Tenant == "quiet").Tiers).SloAttainment!.Value;
}
