using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>The soak's figures and verdict.</summary>
internal sealed record StreamsReport : BenchReport
{
    public required int Concurrent { get; init; }

    public required int Replicas { get; init; }

    public required int Tokens { get; init; }

    public required double TokenPauseMs { get; init; }

    public required double MayGrow { get; init; }

    public required ImmutableArray<SoakRound> Rounds { get; init; }

    /// <summary>The last round's over the first's.</summary>
    public double HeapRatio => (double)Rounds[^1].HeapBytes / Rounds[0].HeapBytes;

    public double RssRatio => (double)Rounds[^1].RssBytes / Rounds[0].RssBytes;

    /// <summary>No stream wrong, none failed without a byte.</summary>
    public bool StreamsPass => Rounds.All(r => r is { Wrong: 0, Failed: 0 });

    public bool MemoryPasses => HeapRatio <= 1 + MayGrow && RssRatio <= 1 + MayGrow;

    public override bool Passes => StreamsPass && MemoryPasses;

    public override string Text() => Written(Write);

    private void Write(Action<FormattableString> say)
    {
        say($"{Concurrent} streams at once over {Replicas} replicas, {Tokens} tokens each, one every {TokenPauseMs:0} ms; load average {LoadAverage}");
        say($"{"round",-7}{"streams",9}{"whole",9}{"broken",9}{"failed",9}{"wrong",9}{"seconds",9}{"heap MB",9}{"RSS MB",9}");
        for (var i = 0; i < Rounds.Length; i++)
        {
            var r = Rounds[i];
            say($"{i + 1,-7}{r.Streams,9}{r.Whole,9}{r.Broken,9}{r.Failed,9}{r.Wrong,9}{r.Seconds,9:0}{r.HeapBytes / 1e6,9:0.0}{r.RssBytes / 1e6,9:0.0}");
        }

        foreach (var line in Rounds[0].Faults.Concat(Rounds.SelectMany(r => r.Problems).Select(p => "PROBLEM " + p)))
        {
            say($"  {line}");
        }

        say($"broken: had a byte when their replica was killed. failed: had none, and should have been served elsewhere. wrong: tokens twice, missing or of another stream.");
        say($"Streams {(StreamsPass ? "pass" : "FAIL")}. Memory of the last round over the first: heap {HeapRatio:0.00}, RSS {RssRatio:0.00}: {(MemoryPasses ? "pass" : "FAIL")} (limit {1 + MayGrow:0.00}).");
    }
}
