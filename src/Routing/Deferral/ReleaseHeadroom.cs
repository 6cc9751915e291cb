using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>A forecast of what interactive work leaves idle, in bins of equal length; before and beyond it is taken to be as in the nearest bin.</summary>
/// <param name="Start">Of the first bin, request time.</param>
/// <param name="Bin">Length of each, above zero.</param>
/// <param name="IdleReplicas">Replicas' worth of time that stays idle in each bin, from 0 to the ready replicas; at least one.</param>
public sealed record ReleaseHeadroom(Instant Start, TimeSpan Bin, ImmutableArray<double> IdleReplicas)
{
    /// <summary>So much deeper a valley must be for work to wait for it.</summary>
    private const double Deeper = 2;

    /// <summary>Idle replica seconds from the start to the beginning of each bin, and to the end: a release is decided at every request's end.</summary>
    private readonly double[] _sums = Sums(Bin, IdleReplicas);

    public ImmutableArray<double> IdleReplicas { get; } = IdleReplicas;

    /// <summary>Bins, from the first, that a plan or an earlier day tells of, or that are near; the rest only carry the present on.</summary>
    public int KnownBins { get; init; } = IdleReplicas.IsDefault ? 0 : IdleReplicas.Length;

    /// <summary>Where what is known ends.</summary>
    internal Instant KnownEnd => KnownBins >= IdleReplicas.Length ? Instant.Max : Start + Bin * KnownBins;

    public TimeSpan Bin { get; } = Bin;

    /// <summary>Replicas' worth of time that is idle at a moment.</summary>
    internal double At(Instant moment) => IdleReplicas[Math.Max(0, Place(moment))];

    /// <summary>Idle replica seconds between two moments. O(1).</summary>
    internal double Between(Instant from, Instant to) => to > from ? Sum(to) - Sum(from) : 0;

    /// <summary>The beginning of the first bin after a moment in which at least twice as much is idle; null when there is none.</summary>
    internal Instant? DeeperFrom(Instant now)
    {
        if (IdleReplicas.IsDefaultOrEmpty)
        {
            return null;
        }

        var deep = Deeper * At(now);
        for (var i = Place(now) + 1; i < IdleReplicas.Length; i++)
        {
            if (IdleReplicas[i] > 0 && IdleReplicas[i] >= deep)
            {
                return Start + Bin * i;
            }
        }

        return null;
    }

    private double Sum(Instant moment)
    {
        var bin = Math.Max(0, Place(moment));
        return _sums[bin] + IdleReplicas[bin] * (moment - (Start + Bin * bin)).TotalSeconds;
    }

    /// <summary>The bin that a moment lies in; -1 before the first.</summary>
    private int Place(Instant moment) => moment < Start ? -1 : (int)Math.Min((moment - Start).Ticks / Bin.Ticks, IdleReplicas.Length - 1);

    private static double[] Sums(TimeSpan bin, ImmutableArray<double> idle)
    {
        var sums = new double[idle.IsDefaultOrEmpty ? 1 : idle.Length + 1];
        for (var i = 0; i + 1 < sums.Length; i++)
        {
            sums[i + 1] = sums[i] + idle[i] * bin.TotalSeconds;
        }

        return sums;
    }
}
