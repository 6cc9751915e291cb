namespace SageServe.ClusterHour;

/// <summary>Holds what happened against what must be, from the clusters' and the clients' side alone.</summary>
internal sealed class HourJudge(HourOptions options, IReadOnlyList<RegionStory> regions, HourNotes notes)
{
    private const int MostTold = 5;

    private readonly HourRules _rules = new(options, regions, notes);

    public HourReport Judge(IReadOnlyList<CallResult> calls)
    {
        var moves = regions.SelectMany(r => ScaleMove.Of(r.Region, r.Lines)).ToArray();
        var firsts = calls.Where(c => c.Ttft is not null).Select(c => c.Ttft!.Value.TotalSeconds).Order().ToArray();
        return new HourReport
        {
            Minutes = options.Minutes,
            Speed = options.Speed,
            Seed = options.Seed,
            Streams = calls.Count,
            Whole = calls.Count(c => c.Outcome == CallOutcome.Completed),
            Cut = calls.Count(c => c.Outcome is CallOutcome.Broken or CallOutcome.CutOff),
            Failed = calls.Count(c => c.Outcome == CallOutcome.Failed),
            Refused = calls.Count(c => c.Outcome == CallOutcome.Refused),
            Retried = calls.Count(c => c.Attempts > 1),
            TtftP50Seconds = Rank(firsts, 0.5),
            TtftP99Seconds = Rank(firsts, 0.99),
            ScaleOuts = moves.Count(m => m.Added > 0),
            ScaleIns = moves.Count(m => m.Added < 0),
            DrainsBegun = Events("DrainBegun"),
            DrainsTakenBack = Events("DrainTakenBack"),
            Swaps = Events("SwappedIn"),
            Takeovers = [.. _rules.Takeovers()],
            Fleet = [.. notes.Fleet],
            Problems =
            [
                .. notes.Problems,
                .. Cuts(calls),
                .. _rules.Problems(),
            ],
        };
    }

    private static IEnumerable<string> Cuts(IReadOnlyList<CallResult> calls) => calls.Where(c => c.Outcome is CallOutcome.Broken or CallOutcome.CutOff or CallOutcome.Failed).Take(MostTold)
        .Select(c => FormattableString.Invariant($"a stream of {c.Arrival.Origin} for {c.Arrival.Model} after {c.Arrival.At.TotalSeconds:0.0} s: {c.Outcome}, {c.OutputTokens} tokens, {c.Error}"));

    private int Events(string reason) => regions.Sum(r => r.Events(reason));

    private static double Rank(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
