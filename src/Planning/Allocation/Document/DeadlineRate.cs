namespace SageServe.Planning;

/// <summary>Patient work by its deadlines: what is due by an hour must have been done by then, whatever comes later.</summary>
public static class DeadlineRate
{
    /// <summary>The least even rate, prompt tokens per second, at which every deadline is met when the earliest is worked on first.</summary>
    public static double Of(IEnumerable<ProblemBacklog> backlog)
    {
        var (due, rate) = (0.0, 0.0);
        foreach (var part in backlog.OrderBy(b => b.Hours))
        {
            due += part.Tokens;
            rate = Math.Max(rate, due / (part.Hours * 3600));
        }

        return rate;
    }
}
