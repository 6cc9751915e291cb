using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>What a deployment had left, as measured: one level for each ten minutes of the last two days. Fixed memory.</summary>
public sealed class HeadroomHistory
{
    /// <summary>Length of a bin.</summary>
    public static readonly TimeSpan Bin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private const int Days = 2;
    private readonly (long Number, HeadroomLevel Sum, double Seconds)[] _bins = new (long, HeadroomLevel, double)[Days * (int)(Day.Ticks / Bin.Ticks)];

    /// <summary>A level that stood for this long, up to now.</summary>
    public void Add(Instant now, TimeSpan lasted, HeadroomLevel level)
    {
        var number = now.Ticks / Bin.Ticks;
        ref var bin = ref _bins[number % _bins.Length];
        if (bin.Number != number)
        {
            bin = (number, default, 0);
        }

        var seconds = lasted.TotalSeconds;
        bin = (number, new HeadroomLevel(bin.Sum.Replicas + seconds * level.Replicas, bin.Sum.Interactive + seconds * level.Interactive), bin.Seconds + seconds);
    }

    /// <summary>The level of the youngest earlier day at this time of the day; null when none is known.</summary>
    /// <param name="at">A time to come.</param>
    /// <param name="now">The present.</param>
    public HeadroomLevel? SameTimeOfDay(Instant at, Instant now)
    {
        var past = at;
        while (past > now - Bin)
        {
            past -= Day;
        }

        for (var day = 0; day < Days; day++, past -= Day)
        {
            if (At(past) is { } level)
            {
                return level;
            }
        }

        return null;
    }

    /// <summary>All that is known, ascending in time. What was measured over a gap counts for no more than its bin.</summary>
    public ImmutableArray<HeadroomBin> Save(Instant now)
    {
        var oldest = (now - Day * Days).Ticks / Bin.Ticks;
        return
        [
            .. _bins.Where(b => b.Seconds > 0 && b.Number > oldest).OrderBy(b => b.Number)
                .Select(b => new HeadroomBin(b.Number, new HeadroomLevel(b.Sum.Replicas / b.Seconds, b.Sum.Interactive / b.Seconds), Math.Min(b.Seconds, Bin.TotalSeconds))),
        ];
    }

    /// <summary>Takes over what was saved, bin by bin, where more of it was measured than here.</summary>
    public void Recall(Instant now, ImmutableArray<HeadroomBin> saved)
    {
        var (oldest, youngest) = ((now - Day * Days).Ticks / Bin.Ticks, now.Ticks / Bin.Ticks);
        foreach (var bin in saved)
        {
            if (bin.Number <= oldest || bin.Number > youngest)
            {
                continue;
            }

            ref var own = ref _bins[bin.Number % _bins.Length];
            if (own.Number != bin.Number || own.Seconds < bin.Seconds)
            {
                own = (bin.Number, new HeadroomLevel(bin.Level.Replicas * bin.Seconds, bin.Level.Interactive * bin.Seconds), bin.Seconds);
            }
        }
    }

    /// <summary>True when the number of replicas is one that moves: by more than a tenth within the last day.</summary>
    public bool ReplicasMove(Instant now)
    {
        var (least, most) = (double.MaxValue, 0.0);
        for (var at = now - Day; at <= now; at += Bin)
        {
            if (At(at) is { } level)
            {
                (least, most) = (Math.Min(least, level.Replicas), Math.Max(most, level.Replicas));
            }
        }

        return most > least * 1.1;
    }

    private HeadroomLevel? At(Instant at)
    {
        var number = at.Ticks / Bin.Ticks;
        var bin = _bins[number % _bins.Length];
        return bin.Number == number && bin.Seconds > 0 ? new HeadroomLevel(bin.Sum.Replicas / bin.Seconds, bin.Sum.Interactive / bin.Seconds) : null;
    }
}
