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

    /// <summary>What is idle at a moment, and when that is next told anew.</summary>
    internal (double Idle, Instant Until) At(Instant moment)
    {
        var bin = Math.Clamp((moment - Start).Ticks / Bin.Ticks, -1, IdleReplicas.Length - 1);
        return moment < Start ? (IdleReplicas[0], Start)
            : (IdleReplicas[(int)bin], bin == IdleReplicas.Length - 1 ? Instant.Max : Start + Bin * (bin + 1));
    }

    /// <summary>The beginning of the first bin after a moment in which at least twice as much is idle; null when there is none.</summary>
    internal Instant? DeeperFrom(Instant now)
    {
        if (IdleReplicas.IsDefaultOrEmpty)
        {
            return null;
        }

        var (idle, _) = At(now);
        for (var i = 0; i < IdleReplicas.Length; i++)
        {
            if (Start + Bin * i > now && IdleReplicas[i] > 0 && IdleReplicas[i] >= Deeper * idle)
            {
                return Start + Bin * i;
            }
        }

        return null;
    }
}
