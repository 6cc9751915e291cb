using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning;

/// <summary>Consecutive bins of one series, as they stand in the decision log.</summary>
internal sealed record DemandRun(
    DemandSeriesId Series,
    Instant Start,
    TimeSpan Length,
    ImmutableArray<double> Prompt,
    ImmutableArray<double> Output,
    ImmutableArray<double> Requests)
{
    public static DemandRun Of(ReadOnlySpan<DemandBin> bins)
    {
        var prompt = new double[bins.Length];
        var output = new double[bins.Length];
        var requests = new double[bins.Length];
        for (var i = 0; i < bins.Length; i++)
        {
            (prompt[i], output[i], requests[i]) = (bins[i].PromptTokensPerSecond, bins[i].OutputTokensPerSecond, bins[i].RequestsPerSecond);
        }

        return new DemandRun(bins[0].Series, bins[0].Start, bins[0].Length, [.. prompt], [.. output], [.. requests]);
    }

    public IEnumerable<DemandBin> Bins()
    {
        if (Output.Length != Prompt.Length || Requests.Length != Prompt.Length)
        {
            throw new JsonException($"The run of {Series} from {Start} has columns of different length.");
        }

        return Prompt.Select((prompt, i) => new DemandBin(Series, Start + Length * i, Length, prompt, Output[i], Requests[i]));
    }
}
