namespace SageServe.Scaler.Tests;

/// <summary>Clocks as the executables have them.</summary>
internal static class Clocks
{
    /// <summary>Real time; the envelope runs faster from now on.</summary>
    public static EnvelopeClock Fast(double speed, TimeProvider? time = null)
    {
        var steady = new SteadyClock(time ?? TimeProvider.System);
        var epoch = steady.Now;
        return new EnvelopeClock(steady, new EnvelopeDocument(epoch, Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)), speed));
    }
}
