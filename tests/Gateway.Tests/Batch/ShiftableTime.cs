namespace SageServe.Gateway.Tests;

/// <summary>The machine's clock, which a test may push forward; timers keep their real pace.</summary>
internal sealed class ShiftableTime : TimeProvider
{
    private long _shift;

    public void Shift(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _shift)).TotalSeconds * TimestampFrequency);
}
