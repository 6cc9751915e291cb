using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Looks at the end, through the API and on disk: is every line in exactly one file, exactly once, and nothing left behind?</summary>
internal sealed class ChaosJudge(ChaosStage stage, ChaosClient client, ChaosOptions options, ChaosCounts counts)
{
    private const int MostProblems = 20;

    /// <summary>What the queue keeps for a while after its lanes are empty is gone by then.</summary>
    private static readonly TimeSpan KeysLimit = TimeSpan.FromMinutes(2);

    private readonly List<string> _problems = [];
    private int _lost;
    private int _duplicated;
    private int _completed;
    private int _failed;
    private int _countsWrong;

    public async Task<ChaosReport> JudgeAsync(IReadOnlyList<ChaosBatch> batches, CancellationToken stop)
    {
        await stage.ReadyAsync(stop);
        var seconds = counts.Elapsed.TotalSeconds;
        foreach (var batch in batches)
        {
            await JudgeAsync(batch, stop);
        }

        var entries = JournalEntries();
        return new ChaosReport
        {
            Seed = options.Seed,
            Store = options.Store,
            Lines = options.Lines,
            Batches = options.Batches,
            Tenants = options.Tenants,
            Gateways = options.Gateways,
            Seconds = Math.Round(seconds, 1),
            Lost = _lost,
            Duplicated = _duplicated,
            CountsWrong = _countsWrong,
            Unfinished = batches.Count(b => b.Status != "completed"),
            KeysLeft = await KeysLeftAsync(stop),
            Completed = _completed,
            Failed = _failed,
            Kills = counts.GatewayKills,
            Hangs = counts.GatewayHangs,
            RedisKills = counts.RedisKills,
            RedisPauses = counts.RedisPauses,
            RedisFlushes = counts.RedisFlushes,
            RedisRestores = counts.RedisRestores,
            EngineAnswers = await stage.AnswersAsync(stop),
            ResultsDiscarded = entries - _completed - _failed,
            ClientRetries = client.Refused,
            LoadAverage = ProcessFigures.LoadAverage(),
            Faults = [.. counts.Done],
            Problems = [.. _problems.Take(MostProblems)],
        };
    }

    private async Task JudgeAsync(ChaosBatch batch, CancellationToken stop)
    {
        if (batch.Id is null)
        {
            _lost += batch.Lines;
            _problems.Add($"batch {batch.Number} was never accepted");
            return;
        }

        using var seen = await client.ReadAsync(batch, stop);
        batch.Status = seen.RootElement.GetProperty("status").GetString()!;
        if (batch.Status != "completed")
        {
            _problems.Add($"{batch.Id} is {batch.Status}: {seen.RootElement.GetProperty("request_counts")}");
        }

        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var output = await CountAsync(batch, seen.RootElement, "output_file_id", found, stop);
        var errors = await CountAsync(batch, seen.RootElement, "error_file_id", found, stop);
        (_completed, _failed) = (_completed + output, _failed + errors);
        for (var line = 1; line <= batch.Lines; line++)
        {
            var times = found.GetValueOrDefault(batch.CustomId(line));
            found.Remove(batch.CustomId(line));
            if (times != 1)
            {
                _ = times == 0 ? _lost++ : _duplicated++;
                _problems.Add($"{batch.Id}: line {batch.CustomId(line)} is there {times} times");
            }
        }

        _duplicated += found.Count;
        _problems.AddRange(found.Keys.Select(id => $"{batch.Id}: {id} is no line of it"));
        var told = seen.RootElement.GetProperty("request_counts");
        if ((told.GetProperty("total").GetInt32(), told.GetProperty("completed").GetInt32(), told.GetProperty("failed").GetInt32()) != (batch.Lines, output, errors))
        {
            _countsWrong++;
            _problems.Add($"{batch.Id}: request_counts {told}, files {output} and {errors}");
        }
    }

    private async Task<int> CountAsync(ChaosBatch batch, JsonElement seen, string property, Dictionary<string, int> found, CancellationToken stop)
    {
        if (seen.GetProperty(property).GetString() is not { } file)
        {
            return 0;
        }

        var lines = (await client.DownloadAsync(batch.Tenant, file, stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var id = json.RootElement.GetProperty("custom_id").GetString()!;
            found[id] = found.GetValueOrDefault(id) + 1;
        }

        return lines.Length;
    }

    /// <summary>Results that gateways wrote, those that were not the first of their line too.</summary>
    private int JournalEntries() => Directory.EnumerateFiles(Path.Combine(stage.Shared, "batches"), "*", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "journal")
        .Sum(f => File.ReadAllBytes(f).Count(b => b == (byte)'\n'));

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
