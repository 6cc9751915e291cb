namespace SageServe.Planning;

/// <summary>
/// How far off the expectation of demand one lead ahead was lately, once with the level alone and once with the plan's course of it. Which of the two is
/// followed is decided by the pinball loss of their quantiles, so that a forecast that is worse than none is not followed.
/// </summary>
internal sealed class LeadErrors
{
    /// <summary>Paired errors before the course may be followed.</summary>
    private const int Trial = 60;

    /// <summary>The course must be better by this much.</summary>
    private const double Margin = 0.98;

    /// <summary>Settled errors between two readings of the quantiles.</summary>
    private const int Reread = 5;

    /// <summary>The losses are remembered over about this many bins.</summary>
    private const double Fade = 1 - 1.0 / 360;

    private readonly Queue<(long Bin, double Level, double? Course)> _pending = new();
    private readonly LossMeter _level;
    private readonly LossMeter _course;
    private int _paired;

    /// <param name="quantile">Asked for, 0..1.</param>
    /// <param name="memory">Errors kept.</param>
    public LeadErrors(double quantile, int memory)
    {
        _level = new LossMeter(quantile, memory, Reread, Fade);
        _course = new LossMeter(quantile, memory, Reread, Fade);
    }

    /// <summary>True while the plan's course has shown itself better than the level alone.</summary>
    public bool FollowsCourse => _paired >= Trial && _course.PairedLoss < _level.PairedLoss * Margin;

    /// <summary>Of the level alone; levels over different times are chosen between by it.</summary>
    public double Loss => _level.Loss;

    /// <summary>Notes what is expected of a bin to come; bins ascend.</summary>
    public void Expect(long bin, double level, double? course) => _pending.Enqueue((bin, level, course));

    /// <summary>What the bin brought. Expectations of bins that never came are forgotten.</summary>
    public void Settle(long bin, double actual)
    {
        while (_pending.TryPeek(out var next) && next.Bin < bin)
        {
            _pending.Dequeue();
        }

        if (!_pending.TryPeek(out var due) || due.Bin != bin)
        {
            return;
        }

        _pending.Dequeue();
        if (due.Course is { } course)
        {
            _paired++;
            _course.Add(course, actual, paired: true);
        }

        _level.Add(due.Level, actual, paired: due.Course is not null);
    }

    /// <summary>What to hold for: the expectation that is followed, moved to the quantile.</summary>
    public double Raised(double level, double? course) => course is { } told && FollowsCourse ? _course.Raised(told) : _level.Raised(level);
}
