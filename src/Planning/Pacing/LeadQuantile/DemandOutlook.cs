namespace SageServe.Planning;

/// <summary>
/// What the demand of some tiers of a deployment will be, prompt tokens per second, at the quantile that capacity is held for: at the lead
/// of a start, and at most until a stopped replica would have been worth keeping. The present level, moved along the course that the plan
/// forecasts where that has proved itself, raised by the quantile of how far off this was lately. The level is the mean over the window or over
/// one of two longer ones, whichever expected better. At first sight it learns from the history.
/// </summary>
internal sealed class DemandOutlook(DeploymentId deployment, TierSet tiers, OutlookTerms terms)
{
    /// <summary>A course that multiplies demand by more than this within a lead is not believed.</summary>
    private const double Steepest = 4;

    /// <summary>Levels are means over this many windows: what swings is followed by the short ones, what only seems to by the long ones.</summary>
    private static readonly int[] Windows = [1, 4, 16];

    /// <summary>Another level is followed when its loss is this much smaller.</summary>
    private const double Margin = 0.98;

    private readonly LevelTrack[] _tracks = [.. Windows.Select(w => new LevelTrack(terms, terms.Window * w))];
    private readonly SurgeShare _surges = new(terms.Lead, 1 - 1.0 / terms.Memory);
    private int _followed;
    private long _seen = -1;

    public OutlookTerms Terms => terms;

    /// <summary>Mean of the last bins; null while none is known.</summary>
    public double? Level => _tracks[_followed].Level;

    /// <summary>True until the shortest level is known over its whole window: a few bins say enough to start for, and too little to stop for.</summary>
    public bool IsLearning => !_tracks[0].IsFull;

    /// <summary>The newest bin.</summary>
    public double Newest { get; private set; }

    /// <summary>Expected at the lead, without the quantile.</summary>
    public double Expected { get; private set; }

    /// <summary>Expected at the lead while the newest bin is above the level: with the part of that which lasted so far.</summary>
    public double Lasting => Expected + _surges.At(Expected) * Math.Max(0, Newest - Expected);

    /// <summary>To be held for at the lead of a start.</summary>
    public double AtLead { get; private set; }

    /// <summary>To be kept for.</summary>
    public double ToKeep { get; private set; }

    /// <summary>True while the plan's forecast is better than the level alone at the lead.</summary>
    public bool FollowsForecast => _tracks[_followed].Lead.FollowsCourse;

    /// <summary>Takes in the bins that are new; at first, as many as are remembered.</summary>
    /// <param name="history">What came.</param>
    /// <param name="forecast">Load by moment, in any unit; null tells nothing.</param>
    public void Follow(DemandHistory history, Func<Instant, double?> forecast)
    {
        if (history.End is not { } end)
        {
            return;
        }

        var to = history.Number(end);
        for (var bin = Math.Max(_seen + 1, to - terms.Memory - terms.Keep); bin < to; bin++)
        {
            _seen = bin;
            if (Demand(history, bin) is not { } demand)
            {
                continue;
            }

            _surges.Take(bin, demand, Level ?? demand);
            Newest = demand;
            for (var i = 0; i < _tracks.Length; i++)
            {
                _tracks[i].Take(bin, demand);
                _followed = _tracks[i].Lead.Loss < _tracks[_followed].Lead.Loss * Margin ? i : _followed;
            }

            foreach (var track in _tracks)
            {
                Expect(track, bin, bin == to - 1 ? ahead => Course(history, track, bin, ahead, forecast) : _ => null);
            }
        }
    }

    private void Expect(LevelTrack track, long bin, Func<int, double?> course)
    {
        var level = track.Level!.Value;
        var atLead = level * course(terms.Lead);
        double? most = null;
        for (var ahead = 0; ahead <= terms.Keep && course(ahead) is { } factor; ahead++)
        {
            most = Math.Max(most ?? 0, level * factor);
        }

        if (track == _tracks[_followed])
        {
            Expected = atLead is { } told && FollowsForecast ? told : level;
            AtLead = track.Lead.Raised(level, atLead);
            ToKeep = Math.Max(AtLead, track.Keep.Raised(level, most));
        }

        track.Lead.Expect(bin + terms.Lead, level, atLead);
        track.Keep.Expect(bin + terms.Keep, level, level * course(terms.Keep));
    }

    /// <summary>Forecast some bins ahead over forecast at the middle of the level's window.</summary>
    private static double? Course(DemandHistory history, LevelTrack track, long bin, int ahead, Func<Instant, double?> forecast)
    {
        var now = forecast(history.Start(bin + 1) - history.Bin * track.Bins / 2);
        var then = forecast(history.Start(bin + ahead) + history.Bin / 2);
        return now > 0 && then is { } load ? Math.Clamp(load / now.Value, 1 / Steepest, Steepest) : null;
    }

    /// <summary>Null where no series has the bin.</summary>
    private double? Demand(DemandHistory history, long bin)
    {
        double? sum = null;
        foreach (var (id, series) in history.Series)
        {
            if (id.Model == deployment.Model && id.Origin == deployment.Region && tiers.Contains(id.Tier) && series.TryGet(bin, out var rates))
            {
                sum = (sum ?? 0) + rates.PromptTokens;
            }
        }

        return sum;
    }
}
