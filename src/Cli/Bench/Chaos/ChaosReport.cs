using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>The run's figures and verdict.</summary>
internal sealed record ChaosReport
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required ulong Seed { get; init; }

    public required string Store { get; init; }

    public required int Lines { get; init; }

    public required int Batches { get; init; }

    public required int Tenants { get; init; }

    public required int Gateways { get; init; }

    /// <summary>From the first batch to the last one's end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Lines in no result file.</summary>
    public required int Lost { get; init; }

    /// <summary>Lines that are there more than once, or belong to no batch.</summary>
    public required int Duplicated { get; init; }

    /// <summary>Batches whose request_counts disagree with their files.</summary>
    public required int CountsWrong { get; init; }

    /// <summary>Batches that are not completed.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Keys that Redis still has.</summary>
    public required IReadOnlyList<string> KeysLeft { get; init; }

    /// <summary>Lines in output files.</summary>
    public required int Completed { get; init; }

    /// <summary>Lines in error files.</summary>
    public required int Failed { get; init; }

    /// <summary>Of gateways.</summary>
    public required int Kills { get; init; }

    /// <summary>Of gateways: stopped for longer than a lease, and continued.</summary>
    public required int Hangs { get; init; }

    public required int RedisKills { get; init; }

    public required int RedisPauses { get; init; }

    public required int RedisFlushes { get; init; }

    public required int RedisRestores { get; init; }

    /// <summary>Calls that engines answered to the end.</summary>
    public required long EngineAnswers { get; init; }

    /// <summary>Answers beyond one a completed line: their gateway died before it wrote them, or their line was given out again.</summary>
    public long RunTwice => EngineAnswers - Completed;

    /// <summary>Results in journals that were not the first of their line.</summary>
    public required int ResultsDiscarded { get; init; }

    /// <summary>Calls of clients that were refused or broken and sent again.</summary>
    public required int ClientRetries { get; init; }

    public required string? LoadAverage { get; init; }

    public required ImmutableArray<string> Faults { get; init; }

    public required ImmutableArray<string> Problems { get; init; }

    public bool Passes => this is { Lost: 0, Duplicated: 0, CountsWrong: 0, Unfinished: 0, KeysLeft.Count: 0 };

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    public string Text()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{Lines} lines in {Batches} batches of {Tenants} tenants, {Gateways} gateways, {Store}, seed {Seed}: {Seconds:0} s, load average {LoadAverage}");
        Line($"{"lost",10}{"duplicated",12}{"counts wrong",14}{"unfinished",12}{"keys left",11}");
        Line($"{Lost,10}{Duplicated,12}{CountsWrong,14}{Unfinished,12}{KeysLeft.Count,11}");
        Line($"Gateways killed {Kills} times, hung {Hangs}. Redis killed {RedisKills}, hung {RedisPauses}, flushed {RedisFlushes}, restored {RedisRestores}.");
        Line($"{Completed} lines in output files, {Failed} in error files. Engines answered {EngineAnswers} calls: {RunTwice} more than were needed; {ResultsDiscarded} second results discarded.");
        foreach (var problem in Problems.Concat(KeysLeft.Take(10).Select(k => "key left: " + k)))
        {
            Line($"  PROBLEM {problem}");
        }

        Line($"{(Passes ? "pass" : "FAIL")}");
        return text.ToString();
    }
}
