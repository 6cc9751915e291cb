using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>The run's figures and verdict.</summary>
internal sealed record ChaosReport : BenchReport
{
    public required ulong Seed { get; init; }

    public required string Store { get; init; }

    /// <summary>Where files, batches and journals were: folder or bucket.</summary>
    public required string Files { get; init; }

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

    /// <summary>Lines that ended as they cannot have: a refused one answered, one cancelled in a batch that was not.</summary>
    public required int EndsWrong { get; init; }

    /// <summary>Batches that did not end as they were to: completed, cancelled or expired.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Keys that Redis still has.</summary>
    public required IReadOnlyList<string> KeysLeft { get; init; }

    /// <summary>Lines in output files.</summary>
    public required int Completed { get; init; }

    /// <summary>Lines in error files: the four kinds that follow.</summary>
    public required int Failed { get; init; }

    /// <summary>Lines that an engine refused for good.</summary>
    public required int Refused { get; init; }

    /// <summary>Lines whose attempts ran out.</summary>
    public required int Exhausted { get; init; }

    /// <summary>Lines that their batch's window ended.</summary>
    public required int Expired { get; init; }

    /// <summary>Lines that their batch's cancelling ended.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Answered lines of the batches that expired or were cancelled.</summary>
    public required int Kept { get; init; }

    public required int BatchesCompleted { get; init; }

    public required int BatchesCancelled { get; init; }

    public required int BatchesExpired { get; init; }

    /// <summary>Of gateways.</summary>
    public required int Kills { get; init; }

    /// <summary>Of gateways: stopped for longer than a lease, and continued.</summary>
    public required int Hangs { get; init; }

    public required int RedisKills { get; init; }

    public required int RedisPauses { get; init; }

    public required int RedisFlushes { get; init; }

    public required int RedisRestores { get; init; }

    /// <summary>Of the bucket's server: hung, and continued.</summary>
    public required int BucketPauses { get; init; }

    /// <summary>Of the bucket's server: ended, and started with what it had.</summary>
    public required int BucketRestarts { get; init; }

    /// <summary>Calls that engines answered to the end.</summary>
    public required long EngineAnswers { get; init; }

    /// <summary>Answers beyond one a completed line: their gateway died before it wrote them, or their line was given out again.</summary>
    public long RunTwice => EngineAnswers - Completed;

    /// <summary>Results in journals that were not the first of their line.</summary>
    public required int ResultsDiscarded { get; init; }

    /// <summary>Calls of clients that were refused or broken and sent again.</summary>
    public required int ClientRetries { get; init; }

    public required ImmutableArray<string> Faults { get; init; }

    public required ImmutableArray<string> Problems { get; init; }

    public override bool Passes => this is { Lost: 0, Duplicated: 0, CountsWrong: 0, EndsWrong: 0, Unfinished: 0, KeysLeft.Count: 0 };

    public override string Text() => Written(Write);

    private void Write(Action<FormattableString> say)
    {
        say($"{Lines} lines in {Batches} batches of {Tenants} tenants, {Gateways} gateways, {Store}, files in a {Files}, seed {Seed}: {Seconds:0} s, load average {LoadAverage}");
        say($"{"lost",10}{"duplicated",12}{"counts wrong",14}{"ends wrong",12}{"unfinished",12}{"keys left",11}");
        say($"{Lost,10}{Duplicated,12}{CountsWrong,14}{EndsWrong,12}{Unfinished,12}{KeysLeft.Count,11}");
        say($"Gateways killed {Kills} times, hung {Hangs}. Redis killed {RedisKills}, hung {RedisPauses}, flushed {RedisFlushes}, restored {RedisRestores}.{(BucketPauses + BucketRestarts > 0 ? $" Bucket hung {BucketPauses}, restarted {BucketRestarts}." : "")}");
        say($"{Completed} lines answered, {Failed} in error files: {Refused} refused, {Exhausted} out of attempts, {Expired} expired, {Cancelled} cancelled.");
        say($"Batches: {BatchesCompleted} completed, {BatchesCancelled} cancelled, {BatchesExpired} expired; of the last two {Kept} answers kept.");
        say($"Engines answered {EngineAnswers} calls: {RunTwice} more than were needed; {ResultsDiscarded} second results discarded.");
        foreach (var problem in Problems.Concat(KeysLeft.Take(10).Select(k => "key left: " + k)))
        {
            say($"  PROBLEM {problem}");
        }

        say($"{(Passes ? "pass" : "FAIL")}");
    }
}
