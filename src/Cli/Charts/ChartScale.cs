namespace SageServe.Cli;

/// <summary>Maps values to pixels.</summary>
internal readonly record struct ChartScale(double Min, double Max, bool Log, double From, double To)
{
    /// <summary>Values outside the axis end at its edge.</summary>
    public double At(double value)
    {
        var clipped = Math.Clamp(value, Min, Max);
        var share = Log ? Math.Log(clipped / Min) / Math.Log(Max / Min) : (clipped - Min) / (Max - Min);
        return From + share * (To - From);
    }

    public bool Shows(double value) => double.IsFinite(value) && (!Log || value > 0);
}
