namespace SageServe.Planning;

/// <summary>
/// What patient work adds to demand. Where it shares pools with interactive tiers it fills their troughs, so only the paper's share
/// beta of the past hour is added; pools of its own must carry all of it.
/// </summary>
internal sealed class PatientShares(PlanningOptions options)
{
    /// <summary>Prompt tokens per second over the past hour.</summary>
    public static double Rate(DemandHistory history, DemandSeries series)
    {
        var to = history.Number(history.End!.Value);
        return series.Mean(to - Math.Max(1, TimeSpan.FromHours(1).Ticks / history.Bin.Ticks), to).Mean.PromptTokens;
    }

    /// <param name="rates">Of each series.</param>
    /// <param name="ownPools">True where the catalog keeps pools for patient work alone.</param>
    public double Sum(IEnumerable<double> rates, bool ownPools) => rates.Sum() * (ownPools ? 1 : options.PatientShare);

    public SeriesForecast Publish(DemandSeriesId id, double rate, StepList steps)
    {
        steps.Add("forecast", id.ToString(), rate, options.PatientShare * rate, "patient-share", $"{options.PatientShare:P0} of the patient work of the past hour is added to demand; pools for patient work alone are planned for all of it.");
        return new SeriesForecast(id, "patient-share", options.PatientShare * rate, null, []);
    }
}
