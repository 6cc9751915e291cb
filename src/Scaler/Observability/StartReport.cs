namespace SageServe.Scaler;

/// <summary>What the scaler says when it starts and when its configuration changed, and what it warns of.</summary>
internal sealed class StartReport(LiveConfiguration live, ScalerMetrics metrics, EnvelopeClock clock, ILogger<StartReport> logger)
{
    public void Tell()
    {
        var options = live.Current.Options;
        metrics.Start(options.DryRun);
        var planning = options.Planning;
        logger.ScalerStarts(planning.Strategy, planning.PlanInterval, planning.PaceInterval, options.DryRun);

        if (options.DryRun)
        {
            logger.AdvisesOnly(options.AdminUrl.TrimEnd('/'));
        }

        // Ages are judged on the planning clock: on a fast one an ordinary scrape can count as stale.
        var staleAfter = clock.ToReal(planning.StaleAfter);
        var interval = options.Source.ScrapeInterval;
        if (staleAfter < interval * 3)
        {
            logger.StaleLimitTight(staleAfter, interval);
        }
    }
}
