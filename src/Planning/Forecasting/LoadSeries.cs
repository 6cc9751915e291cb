namespace SageServe.Planning;

/// <summary>One load as forecasters see it: in steps that they learn from, and in bins that what came is read from. Both end at the same time.</summary>
/// <param name="Steps">Means over steps, as far back as there is history.</param>
/// <param name="Bins">The same as it was told of; may begin later where only the newest part is needed.</param>
internal sealed record LoadSeries(DemandGrid Steps, DemandGrid Bins)
{
    /// <summary>Of a load that is known in steps only.</summary>
    public static LoadSeries Of(DemandGrid steps) => new(steps, steps);

    /// <summary>Start of this step.</summary>
    public Instant At(int step) => Steps.End - Steps.Step * (Steps.Length - step);
}
