using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What <c>bench promise</c> found.</summary>
internal sealed record PromiseBenchReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public required ulong Seed { get; init; }

    public required int Runs { get; init; }

    public required double Days { get; init; }

    public required IReadOnlyList<PromiseBenchCase> Cases { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public string ToText()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{Runs} runs of {Days:0.#} days each, seeds from {Seed}. Done by p50 should be 50 %, by p90 90 %.");
        Line($"{"",-44}{"batches",8}{"by p50",9}{"by p90",9}{"feasible",10}{"in time",9}{"p90/took",10}{"error",8}{"halfway",9}");
        foreach (var (_, title, r) in Cases)
        {
            Line($"{title,-44}{r.Batches,8}{r.DoneByP50,9:P1}{r.DoneByP90,9:P1}{r.Feasible,10}{r.FeasibleInTime,9:P1}{r.P90OverActual,10:0.00}{r.FirstError,8:P0}{r.HalfwayError,9:P0}");
            foreach (var window in r.Windows)
            {
                Line($"{"  window " + window.Window.TotalHours.ToString("0", CultureInfo.InvariantCulture) + "h",-44}{window.Batches,8}{window.DoneByP50,9:P1}{window.DoneByP90,9:P1}");
            }
        }

        Line($"in time: of those called feasible. p90/took: median of the time told over the time it took. error, halfway: median distance of p50 from");
        Line($"the end, told at submission and when half of the lines were done, over the time it took.");
        return text.ToString();
    }
}
