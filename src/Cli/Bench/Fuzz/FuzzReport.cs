using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What a run of the fuzzer found.</summary>
internal sealed record FuzzReport : BenchReport
{
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

    /// <summary>At most a hundred; each names its case.</summary>
    public required ImmutableArray<string> Findings { get; init; }

    public override bool Passes => Findings.Length == 0;

    public override string Text() => Written(Write);

    private void Write(Action<FormattableString> say)
    {
        say($"Seed {Seed}: {Cases} cases in {Seconds:0} s ({Valid} valid, {Cases - Valid} wrong in HTTP or JSON; {Left} clients left; {Reused} on a connection that had served another), {Attempts} attempts at the upstream");
        say($"Client's close to upstream's notice, {CancelMs.Count} hanging answers: p50 {CancelMs.P50:0.0} ms, p99 {CancelMs.P99:0.0} ms, longest {CancelMaxMs:0.0} ms in case {CancelSlowest} (load average {LoadAverage})");
        foreach (var finding in Findings)
        {
            say($"FOUND {finding}");
        }

        say($"{(Findings.Length == 0 ? "No crash, hang, leak or wrong byte." : $"{Findings.Length} findings; one case again: sageserve bench fuzz --seed {Seed} --case NUMBER")}");
    }
}
