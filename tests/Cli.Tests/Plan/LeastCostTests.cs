using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

/// <summary>Plans against HiGHS, which gets the problems as files and the program from a script that shares nothing with the product.</summary>
public sealed class LeastCostTests
{
    private const int Problems = 200;

    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts", "clients", "node", "node_modules");

    [Fact]
    public async Task Two_hundred_small_problems_cost_what_an_independent_solver_says()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "highs")), "HiGHS is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        ProblemDocument[] problems = [.. Enumerable.Range(1, Problems).Select(seed => SmallProblem.Make((ulong)seed))];
        var input = new JsonObject { ["problems"] = new JsonArray([.. problems.Select(p => JsonSerializer.SerializeToNode(p, ProblemFile.Json))]) };
        var script = Path.Combine(Repository.Root, "tests", "Clients", "node", "highs.cjs");
        var told = await CommandLineTool.Run("env", [$"NODE_PATH={Modules}", "node", script], input.ToJsonString());
        Assert.True(told.ExitCode == 0, told.Errors);
        using var json = JsonDocument.Parse(told.Output);
        var least = json.RootElement.EnumerateArray().Select(s => s.GetProperty("usd").ValueKind == JsonValueKind.Number ? s.GetProperty("usd").GetDouble() : (double?)null).ToArray();

        Assert.Equal(Problems, least.Length);
        Assert.InRange(least.Count(l => l is null), 5, Problems / 2);
        for (var i = 0; i < Problems; i++)
        {
            var answer = CapacityProgram.Solve(problems[i], 60, 0);
            Assert.True(answer.Faults.IsEmpty, $"seed {i + 1}: {string.Join(" ", answer.Faults)}");
            Assert.True(answer.Feasible == least[i] is not null, $"seed {i + 1}: {answer.Status}, HiGHS {least[i]}");
            if (least[i] is { } usd)
            {
                Assert.True(answer.Status == "optimal", $"seed {i + 1}: {answer.Status}");
                Assert.True(Math.Abs(answer.ObjectiveUsd - usd) <= 1e-6 * Math.Max(1, usd), $"seed {i + 1}: {answer.ObjectiveUsd} USD, HiGHS {usd}");
            }
        }
    }
}
