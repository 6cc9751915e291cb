using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What a lane's outlook has learnt, as it stands in the blob store.</summary>
/// <param name="Version">Of this form.</param>
/// <param name="Model">Whose lane.</param>
/// <param name="SavedAt">Unix seconds.</param>
/// <param name="PaceMean">Of the logarithm of the share of the headroom that patient work gets.</param>
/// <param name="PaceVariance">Of the same.</param>
/// <param name="Bins">Of the headroom's history: number, replicas, interactive replica seconds a second, seconds measured.</param>
internal sealed record LaneMemoryDocument(int Version, string Model, double SavedAt, double PaceMean, double PaceVariance, double[][] Bins)
{
    /// <summary>The form that this gateway writes, and the only one that it reads.</summary>
    public const int Current = 1;

    /// <summary>So many replicas, or such a load, nobody has: it is a number gone wrong.</summary>
    private const double MostLevel = 1e6;

    private const int MostBins = 400;

    /// <summary>Clocks of gateways differ by less.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static LaneMemoryDocument Of(ModelId model, LaneMemory memory) => new(
        Current, model.Value, memory.At.ToUnixSeconds(), memory.Pace.Mean, memory.Pace.Variance,
        [.. memory.History.Select(b => new[] { b.Number, Rounded(b.Level.Replicas), Rounded(b.Level.Interactive), Rounded(b.Seconds) })]);

    /// <exception cref="InvalidDataException">It cannot be what a gateway learnt of this lane; the message says why.</exception>
    public LaneMemory Read(ModelId model, Instant now)
    {
        Check(Version == Current, $"it has version {Version}, and this gateway reads {Current}");
        Check(Model == model.Value, $"it is of model '{Model}'");
        Check(SavedAt > 0 && SavedAt <= (now + Ahead).ToUnixSeconds(), "it was saved at no time that there was");
        Check(Math.Abs(PaceMean) <= 5 && PaceVariance is >= 0 and <= 25, "its pace is none");
        Check(Bins is { Length: <= MostBins }, "its history is none");
        foreach (var bin in Bins)
        {
            Check(
                bin is { Length: 4 } && bin[0] is > 0 and < 1e12 && bin[0] == Math.Floor(bin[0]) && bin[1] is >= 0 and <= MostLevel && bin[2] is >= 0 and <= MostLevel
                && bin[3] > 0 && bin[3] <= HeadroomHistory.Bin.TotalSeconds + 1,
                "its history has a bin that is none");
        }

        return new LaneMemory(
            Instant.FromUnixSeconds(SavedAt), new ReleasePace(PaceMean, PaceVariance),
            [.. Bins.Select(b => new HeadroomBin((long)b[0], new HeadroomLevel(b[1], b[2]), b[3]))]);
    }

    private static void Check(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }

    private static double Rounded(double value) => Math.Round(value, 6);
}
