using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Looks at the result files of batches: is every line there exactly once, ended as it may have, and do the counts agree?</summary>
internal sealed class ChaosVerdict
{
    private const int MostProblems = 20;
    private readonly SortedDictionary<ChaosOutcome, int> _outcomes = [];
    private readonly List<string> _problems = [];

    public int Lost { get; private set; }

    public int Duplicated { get; private set; }

    public int CountsWrong { get; private set; }

    /// <summary>Lines that ended as they cannot have.</summary>
    public int EndsWrong { get; private set; }

    /// <summary>Answered lines of batches that expired or were cancelled.</summary>
    public int Kept { get; private set; }

    public IReadOnlyList<string> Problems => [.. _problems.Take(MostProblems)];

    /// <summary>Lines that ended so.</summary>
    public int Of(ChaosOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    public void NeverAccepted(ChaosBatch batch)
    {
        Lost += batch.Lines;
        _problems.Add($"batch {batch.Number} was never accepted");
    }

    /// <param name="batch">What was sent.</param>
    /// <param name="seen">As the API shows it at the end.</param>
    /// <param name="output">Text of the output file.</param>
    /// <param name="errors">Text of the error file.</param>
    public void Look(ChaosBatch batch, JsonElement seen, string output, string errors)
    {
        if (!batch.HasItsFate)
        {
            _problems.Add($"{batch.Id} is {batch.Status} and not {batch.Fate}: {seen.GetProperty("request_counts")}");
        }

        var answered = Read(output, isOutput: true);
        var ended = answered.Concat(Read(errors, isOutput: false)).ToLookup(r => r.Id, r => r.Outcome, StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var line = 1; line <= batch.Lines; line++)
        {
            known.Add(batch.CustomId(line));
            LookAtLine(batch, line, [.. ended[batch.CustomId(line)]]);
        }

        var strange = ended.Where(e => !known.Contains(e.Key)).Select(e => e.Key).ToList();
        Duplicated += strange.Count;
        Kept += batch.Fate == ChaosFate.Completed ? 0 : answered.Count;
        _problems.AddRange(strange.Select(id => $"{batch.Id}: {id} is no line of it"));
        LookAtCounts(batch, seen.GetProperty("request_counts"), (batch.Lines, answered.Count, ended.Sum(e => e.Count()) - answered.Count));
    }

    private void LookAtLine(ChaosBatch batch, int line, IReadOnlyList<ChaosOutcome> ends)
    {
        if (ends.Count != 1)
        {
            (Lost, Duplicated) = ends.Count == 0 ? (Lost + 1, Duplicated) : (Lost, Duplicated + 1);
            _problems.Add($"{batch.Id}: line {batch.CustomId(line)} is there {ends.Count} times");
            return;
        }

        _outcomes[ends[0]] = _outcomes.GetValueOrDefault(ends[0]) + 1;
        if (!ChaosOutcomes.MayBe(ends[0], batch.KindOf(line), batch.Fate))
        {
            EndsWrong++;
            _problems.Add($"{batch.Id} ({batch.Fate}): line {batch.CustomId(line)}, {batch.KindOf(line)}, ended as {ends[0]}");
        }
    }

    private void LookAtCounts(ChaosBatch batch, JsonElement told, (int Total, int Completed, int Failed) found)
    {
        // What a client was once told stays so.
        var agrees = (told.GetProperty("total").GetInt32(), told.GetProperty("completed").GetInt32(), told.GetProperty("failed").GetInt32()) == found;
        if (!agrees || found.Completed < batch.Completed)
        {
            CountsWrong++;
            _problems.Add($"{batch.Id}: request_counts {told}, files {found.Completed} and {found.Failed}, {batch.Completed} answers seen before");
        }
    }

    private static List<(string Id, ChaosOutcome Outcome)> Read(string file, bool isOutput)
    {
        var results = new List<(string Id, ChaosOutcome Outcome)>();
        foreach (var line in file.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            results.Add((json.RootElement.GetProperty("custom_id").GetString()!, ChaosOutcomes.Of(json.RootElement, isOutput)));
        }

        return results;
    }
}
