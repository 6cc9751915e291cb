using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>One case under every seed.</summary>
internal sealed record InterferencePoint(string Rule, string Name, IReadOnlyList<InterferenceRun> Runs)
{
    public double IdleShareUsed => Runs.Average(r => r.IdleShareUsed);

    public double? TtftP95Seconds => Runs.Average(r => r.TtftP95Seconds);

    public double? Attainment => Runs.Average(r => r.Attainment);

    [JsonIgnore]
    public double? TbtP95Seconds => Runs.Average(r => r.TbtP95Seconds);
}
