using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What a run of the fuzzer found.</summary>
internal sealed record FuzzReport
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required ulong Seed { get; init; }

    public required int Cases { get; init; }

    /// <summary>By what became of them: valid, invalid, left.</summary>
    public required int Valid { get; init; }

    public required int Left { get; init; }

    /// <summary>Attempts at the upstream.</summary>
    public required int Attempts { get; init; }

    /// <summary>Cases on a connection that had served another one.</summary>
    public required int Reused { get; init; }

    public required double Seconds { get; init; }

    /// <summary>From the client's close to the upstream's notice of it, in milliseconds; both on this process's clock.</summary>
    public required Percentiles CancelMs { get; init; }

    public required double CancelMaxMs { get; init; }

    /// <summary>The case of the longest.</summary>
    public required int CancelSlowest { get; init; }

    public required string? LoadAverage { get; init; }

    /// <summary>At most a hundred; each names its case.</summary>
    public required ImmutableArray<string> Findings { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    public string Text()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Seed {Seed}: {Cases} cases in {Seconds:0} s ({Valid} valid, {Cases - Valid} wrong in HTTP or JSON; {Left} clients left; {Reused} on a connection that had served another), {Attempts} attempts at the upstream");
        Line($"Client's close to upstream's notice, {CancelMs.Count} hanging answers: p50 {CancelMs.P50:0.0} ms, p99 {CancelMs.P99:0.0} ms, longest {CancelMaxMs:0.0} ms in case {CancelSlowest} (load average {LoadAverage})");
        foreach (var finding in Findings)
        {
            Line($"FOUND {finding}");
        }

        Line($"{(Findings.Length == 0 ? "No crash, hang, leak or wrong byte." : $"{Findings.Length} findings; one case again: sageserve bench fuzz --seed {Seed} --case NUMBER")}");
        return text.ToString();
    }
}
