namespace SageServe.Shared;

/// <summary>
/// The second clock: rate shape, planning, forecasts, cold starts and GPU-hours run on it. In production it is the wall clock
/// (<c>Speed</c> 1, both epochs equal); a demonstration runs a day in minutes.
/// </summary>
public sealed record EnvelopeDocument(Instant RealEpoch, Instant EnvelopeEpoch, double Speed)
{
    public static readonly EnvelopeDocument Identity = new(new Instant(DateTime.UnixEpoch.Ticks), new Instant(DateTime.UnixEpoch.Ticks), 1);

    /// <summary>Request time to envelope time.</summary>
    public Instant ToEnvelope(Instant real) => EnvelopeEpoch + TimeSpan.FromTicks((long)((real - RealEpoch).Ticks * Speed));

    /// <summary>Envelope time to request time.</summary>
    public Instant ToReal(Instant envelope) => RealEpoch + TimeSpan.FromTicks((long)((envelope - EnvelopeEpoch).Ticks / Speed));

    /// <summary>How long an envelope duration lasts in request time.</summary>
    public TimeSpan ToReal(TimeSpan envelope) => TimeSpan.FromTicks((long)(envelope.Ticks / Speed));
}
