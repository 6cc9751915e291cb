using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Reads a throughput table: batches of equal requests by length, as ANL's LLM-Inference-Bench writes them.</summary>
internal static class BatchRows
{
    private const int FewestRows = 6;

    public static BenchmarkRows? TryRead(CsvTable table)
    {
        var both = CsvColumn.Find(table, "inputoutputlength");
        var prompt = CsvColumn.Find(table, "inputlength", "inputlen", "prompttokens", "promptsize") ?? both;
        var output = CsvColumn.Find(table, "outputlength", "outputlen", "outputtokens") ?? both;
        var batch = CsvColumn.Find(table, "batchsize", "batch", "concurrency");
        var latency = CsvColumn.Find(table, "latency", "endlatency", "e2elatency");
        var throughput = CsvColumn.Find(table, "throughput", "tokenspersecond");
        if (prompt is null || output is null || batch is null || (latency ?? throughput) is null)
        {
            return null;
        }

        BenchmarkRows.RequireOne(table, ["model"], ["hardware", "gpu", "accelerator"], ["numofhardware", "tensorparallel", "tp"], ["framework"]);
        double Seconds(TableRow row) => latency is not null
            ? latency.Positive(row)
            : batch.Count(row) * (double)(prompt.Count(row) + output.Count(row)) / throughput!.Positive(row);
        ImmutableArray<(BatchRun, double)> rows = [.. table.Rows.Select(r => (new BatchRun(batch.Count(r), prompt.Count(r), output.Count(r)), Seconds(r)))];
        return rows.Select(r => r.Item1.Batch).Distinct().Count() < 2 || rows.Length < FewestRows
            ? throw new BadInputException($"{table.Path}: {rows.Length} rows with {rows.Select(r => r.Item1.Batch).Distinct().Count()} batch size(s). At least {FewestRows} rows and two batch sizes are needed; add some or widen --where.")
            : new BenchmarkRows { Batches = rows };
    }
}
