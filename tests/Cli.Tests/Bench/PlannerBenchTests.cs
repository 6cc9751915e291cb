using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

public sealed class PlannerBenchTests
{
    [Fact]
    public async Task It_tells_for_each_size_how_near_the_least_cost_how_soon()
    {
        using var folder = new TemporaryFolder();
        var json = folder["planner.json"];
        var result = await CliProgram.Succeeds("bench", "planner", "--size", "4,3,1", "--size", "5,4,3", "--seconds", "1", "--json", json);

        Assert.Contains("below first", result.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken));
        var cases = report.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal([(4, 3, 1), (5, 4, 3)], cases.Select(c => (c.GetProperty("models").GetInt32(), c.GetProperty("regions").GetInt32(), c.GetProperty("types").GetInt32())));
        Assert.All(cases, c => Assert.True(c.GetProperty("feasible").GetBoolean() && c.GetProperty("first_feasible").GetBoolean()));
        Assert.All(cases, c => Assert.InRange(c.GetProperty("objective_usd").GetDouble(), c.GetProperty("best_bound_usd").GetDouble() - 1e-6, c.GetProperty("first_usd").GetDouble() + 1e-6));
        Assert.All(cases, c => Assert.True(c.GetProperty("milliseconds").GetDouble() > 0));
    }

    [Fact]
    public void Generated_problems_have_every_term_and_are_the_same_from_the_same_seed()
    {
        var problem = PlannerProblem.Make(7, 5, 4, 3);
        Assert.Empty(ProblemRules.Check(problem));
        Assert.Equal(JsonSerializer.Serialize(problem, ProblemFile.Json), JsonSerializer.Serialize(PlannerProblem.Make(7, 5, 4, 3), ProblemFile.Json));
        Assert.Contains(problem.Pools, p => p.CapacityType == CapacityType.Spot);
        Assert.Contains(problem.Pools, p => p.Group is not null);
        Assert.Contains(problem.Demands, d => !d.Backlog.IsEmpty);
        Assert.Contains(problem.Demands, d => !d.Quantiles.IsEmpty);
        Assert.NotEmpty(problem.Quotas);
        Assert.Equal(2, problem.Budgets.Length);
        Assert.All(problem.Regions, r => Assert.All(r.Capacity, c => Assert.True(c is { Replicas: > 0, AcquireMinutes: > 0, SwapSavesMinutes: > 0 })));
    }

    [Fact]
    public Task Wrong_sizes_are_refused() => CliProgram.Refuses("--size '4,3'", "bench", "planner", "--size", "4,3");
}
