namespace SageServe.Cli;

/// <summary>One axis: what it shows and from where to where. What is not given follows from the data.</summary>
internal sealed record ChartAxis(string Label, AxisKind Kind = AxisKind.Number)
{
    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>Values of zero and below are left out.</summary>
    public bool Log { get; init; }

    /// <summary>The scale of these values over these pixels. Linear value axes begin at zero unless told otherwise.</summary>
    public ChartScale Scale(IEnumerable<double> values, double from, double to, bool fromZero)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(v => double.IsFinite(v) && (!Log || v > 0)))
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (high < low)
        {
            (low, high) = Log ? (0.1, 1) : (0, 1);
        }

        low = Min ?? (fromZero && !Log ? Math.Min(0, low) : low);
        if (Min is null && Max is > 0 and var top && low >= top)
        {
            // All values stand at the top, such as an attainment of 100 % throughout.
            low = top * 0.99;
        }

        var fixedHigh = Max > low;
        high = fixedHigh ? Max!.Value : high;
        if (high <= low)
        {
            high = Log ? low * 10 : low + (low == 0 ? 1 : Math.Abs(low) * 0.1);
        }

        // Room at both ends, but for clocks, which fill their axis.
        var room = Kind == AxisKind.Clock ? 0 : Log ? Math.Log(1.15) : (high - low) * 0.04;
        high = fixedHigh ? high : Log ? high * Math.Exp(room) : high + room;
        low = Min is not null || (low == 0 && !Log) ? low : Log ? low / Math.Exp(room) : low - room;
        return new ChartScale(low, high, Log, from, to);
    }
}
