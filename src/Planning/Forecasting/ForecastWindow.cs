namespace SageServe.Planning;

/// <summary>
/// The steps that a plan looks at, counted from the end of the newest demand. The window runs from tick + WindowStart to
/// tick + WindowStart + PlanInterval, so that the windows of two plans meet: what starts now serves from its beginning, and the
/// next plan's starts serve from its end. (The paper's window ends at tick + PlanInterval and leaves the next WindowStart to nobody.)
/// </summary>
/// <param name="Lead">Steps before the window.</param>
/// <param name="Horizon">Steps up to its end.</param>
/// <param name="Stride">Steps between two plans.</param>
internal readonly record struct ForecastWindow(int Lead, int Horizon, int Stride)
{
    /// <summary>Longest horizon, in steps: beyond it no method knows anything that it did not know at the limit.</summary>
    public const int HorizonMax = 512;

    /// <param name="now">The tick.</param>
    /// <param name="demandEnd">Where the first step begins.</param>
    /// <param name="step">Length of a step.</param>
    /// <param name="options">Start of the window and interval of plans.</param>
    /// <param name="atLeast">How far it must look ahead in any case.</param>
    public static ForecastWindow Of(Instant now, Instant demandEnd, TimeSpan step, PlanningOptions options, TimeSpan atLeast = default)
    {
        var start = now + options.WindowStart - demandEnd;
        var length = options.WindowMeetsNext ? options.PlanInterval : options.PlanInterval - options.WindowStart;
        var end = start + (length > atLeast ? length : atLeast);
        var horizon = (int)Math.Clamp((end.Ticks + step.Ticks - 1) / step.Ticks, 1, HorizonMax);
        var lead = (int)Math.Clamp(start.Ticks / step.Ticks, 0, horizon - 1);
        return new ForecastWindow(lead, horizon, Math.Max(1, (int)(options.PlanInterval.Ticks / step.Ticks)));
    }
}
