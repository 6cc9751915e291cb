using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// Lines of a batch that have no good answer: those that failed, from the journals, and of an ended batch those too that never ran, from its
/// error file.
/// </summary>
internal sealed class FailedLines(BatchRecords records, FileShelf files, BatchOptions options)
{
    /// <returns>The lines, and how many journals there are.</returns>
    public async Task<(ImmutableArray<QueueLine> Lines, int Journals)> ReadAsync(BatchRun run, int most, CancellationToken cancellation)
    {
        var lines = new SortedDictionary<int, QueueLine?>();
        var journals = 0;
        await foreach (var journal in records.JournalNamesAsync(run.Id, cancellation))
        {
            journals++;
            await foreach (var (entry, _) in JournalReader.ReadAsync(records.Blobs, BatchRecords.JournalKey(run.Id, journal), 0, cancellation))
            {
                // The first result of a line counts, as in the result files.
                lines.TryAdd(entry.Line, entry.Outcome == LineOutcome.Completed ? null : Parse(entry.Line, entry.Outcome, entry.Result));
            }
        }

        var failed = lines.Values.OfType<QueueLine>().Take(most).ToList();
        var known = failed.Select(f => f.CustomId).ToHashSet(StringComparer.Ordinal);
        if (failed.Count < most && run.View().ErrorFileId is { } file)
        {
            await foreach (var line in NeverRunAsync(run, file, known, cancellation))
            {
                failed.Add(line);
                if (failed.Count == most)
                {
                    break;
                }
            }
        }

        return ([.. failed], journals);
    }

    private async IAsyncEnumerable<QueueLine> NeverRunAsync(
        BatchRun run, string file, HashSet<string> known, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await files.FindAsync(run.Stored.Tenant, file, cancellation) is null)
        {
            yield break;
        }

        await using var content = await files.OpenAsync(file, cancellation: cancellation);
        await foreach (var text in LineReader.ReadAsync(content, options.MaxLineBytes, cancellation))
        {
            var line = Parse(null, run.Status == BatchStatus.Expired ? LineOutcome.Expired : LineOutcome.Cancelled, text.Bytes);
            if (line.Status is null && known.Add(line.CustomId))
            {
                yield return line;
            }
        }
    }

    private static QueueLine Parse(int? number, LineOutcome outcome, ReadOnlyMemory<byte> result)
    {
        using var json = JsonDocument.Parse(result);
        var root = json.RootElement;
        var response = root.GetProperty("response"u8);
        var error = root.GetProperty("error"u8);
        var status = response.ValueKind == JsonValueKind.Object ? response.GetProperty("status_code"u8).GetInt32() : (int?)null;
        if (error.ValueKind != JsonValueKind.Object && response.ValueKind == JsonValueKind.Object
            && response.GetProperty("body"u8) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("error"u8, out var told))
        {
            error = told;
        }

        return new QueueLine(
            number, root.GetProperty("custom_id"u8).GetString()!, outcome.ToString().ToLowerInvariant(), status, TextOf(error, "code"), TextOf(error, "message"));
    }

    private static string? TextOf(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
