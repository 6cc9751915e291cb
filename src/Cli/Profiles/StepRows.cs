using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Reads a step table: prefill and decode time by prompt and batch, as the reference system's normalised table.</summary>
internal static class StepRows
{
    public static BenchmarkRows? TryRead(CsvTable table)
    {
        var prompt = CsvColumn.Find(table, "promptsize", "prompttokens", "promptlength", "inputlength");
        var batch = CsvColumn.Find(table, "batchsize", "batch", "sequences");
        var prefill = CsvColumn.Find(table, "prefill", "prefilltime", "prompttime");
        var decode = CsvColumn.Find(table, "tbt", "itl", "decode", "decodestep", "tokentime", "tpot");
        if (prompt is null || batch is null || prefill is null || decode is null)
        {
            return null;
        }

        BenchmarkRows.RequireOne(table, ["model"], ["hardware", "gpu", "accelerator"], ["tensorparallel", "tp"]);
        ImmutableArray<StepMeasurement> steps = [.. table.Rows.Select(r => new StepMeasurement(prompt.Count(r), batch.Count(r), prefill.Positive(r), decode.Positive(r)))];
        return steps.Select(s => s.PromptTokens).Distinct().Count() >= 2
            ? new BenchmarkRows { Steps = steps }
            : throw new BadInputException($"{table.Path} has one size of prompt only. A prefill table needs at least two; add rows of another '{prompt.Name}'.");
    }
}
