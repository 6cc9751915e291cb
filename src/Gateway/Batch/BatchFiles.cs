namespace SageServe.Gateway;

/// <summary>Makes the output and error file of a batch from its journal. Done again after a crash, it makes the same files.</summary>
internal sealed class BatchFiles(FileShelf shelf)
{
    private const string Purpose = "batch_output";
    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    public async Task<(string? OutputFileId, string? ErrorFileId)> WriteAsync(BatchRun run)
    {
        var root = "file-" + run.Id["batch_".Length..];
        var output = await WriteAsync(run, $"{root}-output", "output", isOutput: true);
        var errors = await WriteAsync(run, $"{root}-error", "error", isOutput: false);
        return (output, errors);
    }

    private async Task<string?> WriteAsync(BatchRun run, string fileId, string name, bool isOutput)
    {
        var lines = 0;
        await using var file = await shelf.BeginAsync(fileId);
        await foreach (var (_, entry) in ResultJournal.ReadAsync(run.JournalPath))
        {
            if ((entry.Outcome == LineOutcome.Completed) == isOutput)
            {
                await file.WriteAsync(entry.Result);
                await file.WriteAsync(LineFeed);
                lines++;
            }
        }

        if (lines == 0)
        {
            return null;
        }

        TimeSpan? lifetime = run.Stored.OutputSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        await shelf.AddAsync(run.Stored.Tenant, file, $"{run.Id}_{name}.jsonl", Purpose, lifetime);
        return fileId;
    }
}
