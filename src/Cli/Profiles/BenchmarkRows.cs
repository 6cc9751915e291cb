using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What a benchmark's CSV held; exactly one of the three has rows.</summary>
internal sealed record BenchmarkRows
{
    /// <summary>Requests one by one, by run, in order of launch.</summary>
    public ImmutableArray<BenchmarkRun> Runs { get; init; } = [];

    /// <summary>Steps by prompt and batch.</summary>
    public ImmutableArray<StepMeasurement> Steps { get; init; } = [];

    /// <summary>Batches of equal requests and their seconds.</summary>
    public ImmutableArray<(BatchRun Run, double Seconds)> Batches { get; init; } = [];

    /// <summary>Recognises the format by its columns.</summary>
    public static BenchmarkRows Read(CsvTable table) =>
        RequestRows.TryRead(table) ?? StepRows.TryRead(table) ?? BatchRows.TryRead(table) ?? throw new BadInputException(
            $"""
            {table.Path} is none of the formats that a profile can be made of. It has the columns: {string.Join(", ", table.Header)}.
            - requests:   launch_s, prompt_tokens, generation_tokens, ttft_s, and one of gen_time_s, e2e_s, finish_s
            - steps:      prompt_size, batch_size, prefill_s, tbt_s
            - throughput: Input Length, Output Length (or Input Output Length), Batch Size, Latency (or Throughput)
            Times whose column ends in ms are milliseconds.
            """);

    /// <summary>Refuses a table that mixes machines or models, and says how to choose.</summary>
    public static void RequireOne(CsvTable table, params string[][] columns)
    {
        foreach (var names in columns)
        {
            if (CsvColumn.Find(table, names) is { } column && table.Rows.Select(column.Text).Distinct().Take(13).ToArray() is { Length: > 1 } several)
            {
                throw new BadInputException($"{table.Path} holds several values of '{column.Name}': {string.Join(", ", several)}. Choose one with --where \"{column.Name}={several[0]}\".");
            }
        }
    }
}
