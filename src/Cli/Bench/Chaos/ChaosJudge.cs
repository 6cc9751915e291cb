using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Looks at the end, through the API and into the stores: what became of every batch, and is nothing left behind?</summary>
internal sealed class ChaosJudge(ChaosStage stage, ChaosClient client, ChaosOptions options, ChaosCounts counts)
{
    /// <summary>What the queue keeps for a while after its lanes are empty is gone by then.</summary>
    private static readonly TimeSpan KeysLimit = TimeSpan.FromMinutes(2);

    private readonly ChaosVerdict _verdict = new();

    public async Task<ChaosReport> JudgeAsync(IReadOnlyList<ChaosBatch> batches, CancellationToken stop)
    {
        await stage.ReadyAsync(stop);
        var seconds = counts.Elapsed.TotalSeconds;
        foreach (var batch in batches)
        {
            await LookAsync(batch, stop);
        }

        var (completed, failed) = (_verdict.Of(ChaosOutcome.Answered), batches.Sum(b => b.Lines) - _verdict.Of(ChaosOutcome.Answered) - _verdict.Lost);
        var ended = _verdict.Of(ChaosOutcome.Expired) + _verdict.Of(ChaosOutcome.Cancelled);
        int Batches(string status) => batches.Count(b => b.Status == status);
        return new ChaosReport
        {
            Seed = options.Seed,
            Store = options.Store,
            Files = options.Files,
            Lines = options.Lines,
            Batches = options.Batches,
            Tenants = options.Tenants,
            Gateways = options.Gateways,
            Seconds = Math.Round(seconds, 1),
            Lost = _verdict.Lost,
            Duplicated = _verdict.Duplicated,
            CountsWrong = _verdict.CountsWrong,
            EndsWrong = _verdict.EndsWrong,
            Unfinished = batches.Count(b => !b.HasItsFate),
            KeysLeft = await KeysLeftAsync(stop),
            Completed = completed,
            Failed = failed,
            Refused = _verdict.Of(ChaosOutcome.Refused),
            Exhausted = _verdict.Of(ChaosOutcome.Exhausted),
            Expired = _verdict.Of(ChaosOutcome.Expired),
            Cancelled = _verdict.Of(ChaosOutcome.Cancelled),
            Kept = _verdict.Kept,
            BatchesCompleted = Batches("completed"),
            BatchesCancelled = Batches("cancelled"),
            BatchesExpired = Batches("expired"),
            Kills = counts.GatewayKills,
            Hangs = counts.GatewayHangs,
            RedisKills = counts.Of(ChaosFault.Kill),
            RedisPauses = counts.Of(ChaosFault.Pause),
            RedisFlushes = counts.Of(ChaosFault.Flush),
            RedisRestores = counts.Of(ChaosFault.Restore),
            BucketPauses = counts.Of(ChaosFault.PauseBucket),
            BucketRestarts = counts.Of(ChaosFault.RestartBucket),
            EngineAnswers = await stage.AnswersAsync(stop),
            ResultsDiscarded = await stage.Store.JournalEntriesAsync(stop) - (completed + failed - ended),
            ClientRetries = client.Refused,
            Faults = [.. counts.Done],
            Problems = [.. _verdict.Problems],
        };
    }

    private async Task LookAsync(ChaosBatch batch, CancellationToken stop)
    {
        if (batch.Id is null)
        {
            _verdict.NeverAccepted(batch);
            return;
        }

        using var seen = await client.ReadAsync(batch, stop);
        batch.Status = seen.RootElement.GetProperty("status").GetString()!;
        _verdict.Look(batch, seen.RootElement, await TextAsync("output_file_id"), await TextAsync("error_file_id"));

        async Task<string> TextAsync(string property) =>
            seen.RootElement.GetProperty(property).GetString() is { } file ? await client.DownloadAsync(batch.Tenant, file, stop) : "";
    }

    private async Task<IReadOnlyList<string>> KeysLeftAsync(CancellationToken stop)
    {
        if (stage.Redis is not { } redis)
        {
            return [];
        }

        var until = counts.Elapsed + KeysLimit;
        IReadOnlyList<string> keys;
        while ((keys = await redis.KeysAsync(stop)).Count > 0 && counts.Elapsed < until)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }

        return keys;
    }
}
