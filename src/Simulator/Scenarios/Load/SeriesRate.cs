namespace SageServe.Simulator;

/// <summary>A series from a file as a rate: straight between the middles of its bins, round at its end.</summary>
/// <param name="values">One per bin.</param>
/// <param name="bin">Its length, envelope time.</param>
/// <param name="zero">Envelope time at which the series begins.</param>
internal sealed class SeriesRate(double[] values, TimeSpan bin, Instant zero) : IRateShape
{
    public double At(Instant envelope)
    {
        var position = (envelope - zero) / bin - 0.5;
        var low = (int)Math.Floor(position);
        return Value(low) * (1 - (position - low)) + Value(low + 1) * (position - low);
    }

    private double Value(int index) => values[(index % values.Length + values.Length) % values.Length];
}
