namespace SageServe.Gateway;

/// <summary>One limit as a client sees it; <see cref="Limit"/> 0 where there is none.</summary>
internal readonly record struct QuotaGauge(long Limit, long Remaining, TimeSpan Reset)
{
    public static QuotaGauge Of(Allowance? allowance, QuotaLink link, Instant now) => allowance is null
        ? default
        : new QuotaGauge(allowance.Limit, allowance.Remaining(link, now), allowance.ResetAfter(link, now));
}
