using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// The interactive traffic of a seed. Seed 0 is the trace as it was recorded. Every other one is pieced together anew: each five minutes are five
/// minutes of the trace from a place of the seed's own (a block bootstrap, so that bursts within minutes stay), and each request has the
/// sizes of another one of the same minutes.
/// </summary>
internal static class InterferenceTraffic
{
    public const ulong AsRecorded = 0;

    private static readonly TimeSpan Block = TimeSpan.FromMinutes(5);

    /// <param name="recorded">In order of time, within the duration.</param>
    /// <param name="start">Of the scenario.</param>
    /// <param name="duration">Of the scenario.</param>
    /// <param name="seed">Which one.</param>
    public static ImmutableArray<SimulatedArrival> Of(ImmutableArray<SimulatedArrival> recorded, Instant start, TimeSpan duration, ulong seed)
    {
        if (seed == AsRecorded || recorded.IsEmpty)
        {
            return recorded;
        }

        var random = new RandomStream(seed).Child("traffic");
        var traffic = ImmutableArray.CreateBuilder<SimulatedArrival>(recorded.Length);
        for (var at = TimeSpan.Zero; at < duration; at += Block)
        {
            var length = duration - at < Block ? duration - at : Block;
            var rows = Piece(recorded, start, duration, duration * random.NextDouble(), length);
            foreach (var (after, row) in rows)
            {
                var sizes = rows[random.NextInt(rows.Count)].Row;
                traffic.Add(row with { At = start + at + after, PromptTokens = sizes.PromptTokens, OutputTokens = sizes.OutputTokens, PrefixBlocks = sizes.PrefixBlocks });
            }
        }

        return traffic.ToImmutable();
    }

    /// <summary>What arrived from a place on, with the time since then; the trace's end is followed by its beginning.</summary>
    private static List<(TimeSpan After, SimulatedArrival Row)> Piece(
        ImmutableArray<SimulatedArrival> recorded, Instant start, TimeSpan duration, TimeSpan from, TimeSpan length)
    {
        var piece = new List<(TimeSpan After, SimulatedArrival Row)>();
        foreach (var row in recorded)
        {
            var after = row.At - start - from;
            after = after < TimeSpan.Zero ? after + duration : after;
            if (after < length)
            {
                piece.Add((after, row));
            }
        }

        piece.Sort((a, b) => a.After.CompareTo(b.After));
        return piece;
    }
}
