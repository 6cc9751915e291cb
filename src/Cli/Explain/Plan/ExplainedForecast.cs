namespace SageServe.Cli;

/// <summary>What the plan expects of one demand series, prompt tokens per second.</summary>
/// <param name="Series">model@region/tier.</param>
/// <param name="Method">What forecast it.</param>
/// <param name="Peak">Peak of the planning window that capacity is planned for.</param>
/// <param name="ErrorRatio">Rolling weighted error; null before it is known.</param>
/// <param name="ErrorOverLastValue">Its error over that of the last value; null before it is known.</param>
/// <param name="FallsBack">True while the last value does better: pools then follow their load.</param>
/// <param name="LeadMinutes">The lead that the band is of; null where no window was forecast.</param>
/// <param name="Low">The window's largest minute at 5 %.</param>
/// <param name="High">The same at 95 %.</param>
internal sealed record ExplainedForecast(
    string Series, string Method, double Peak, double? ErrorRatio, double? ErrorOverLastValue, bool FallsBack, double? LeadMinutes, double? Low, double? High)
{
    /// <summary>With the band at the lead nearest to a cold start of five minutes or more.</summary>
    public static ExplainedForecast Of(SeriesForecast forecast)
    {
        var window = forecast.Windows.IsDefaultOrEmpty ? null : forecast.Windows.FirstOrDefault(w => w.Lead >= TimeSpan.FromMinutes(5)) ?? forecast.Windows[^1];
        return new ExplainedForecast(
            forecast.Series.ToString(), forecast.Method, forecast.Peak, forecast.ErrorRatio, forecast.ErrorOverLastValue, forecast.FallsBack,
            window?.Lead.TotalMinutes, window?.Peak.Q05, window?.Peak.Q95);
    }
}
