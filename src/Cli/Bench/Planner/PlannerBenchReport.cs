using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What <c>bench planner</c> found.</summary>
internal sealed record PlannerBenchReport
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required ulong Seed { get; init; }

    public required int Runs { get; init; }

    public required IReadOnlyList<PlannerBenchCase> Cases { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public string ToText()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Every term on, 1 to 20 replicas per model and region, seeds from {Seed}. first: the plan that stands at once. gap: proven distance from the least cost.");
        Line($"{"models",6}{"regions",8}{"types",6}{"seed",5}{"cells",7}{"first ms",10}{"ms",10}{"gap",9}{"USD",14}{"below first",12}  {"feasible",-9}{"goal",-22}{"met",-4}");
        foreach (var c in Cases)
        {
            var goal = string.Create(CultureInfo.InvariantCulture, $"{c.GoalGap:P0} in {c.GoalMilliseconds / 1000:0.##} s");
            Line($"{c.Models,6}{c.Regions,8}{c.Types,6}{c.Seed,5}{c.Cells,7}{c.FirstMilliseconds,10:0}{c.Milliseconds,10:0}{c.Gap,9:P2}{c.ObjectiveUsd,14:0.00}{1 - c.ObjectiveUsd / c.FirstUsd,12:P2}  {(c.Feasible && c.FirstFeasible ? "yes" : "NO"),-9}{goal,-22}{(c.GoalMet ? "yes" : "NO"),-4}");
            foreach (var fault in c.Faults.Take(5))
            {
                Line($"       {fault}");
            }
        }

        return text.ToString();
    }
}
