namespace SageServe.Hosting;

/// <summary>The second clock: rate shape, planning, cold starts and GPU-hours run on it; the wall clock in production.</summary>
public sealed class EnvelopeClock(SteadyClock real, EnvelopeDocument document)
{
    /// <summary>Envelope time.</summary>
    public Instant Now => document.ToEnvelope(real.Now);

    /// <summary>Request time.</summary>
    public SteadyClock Real => real;

    public EnvelopeDocument Document => document;

    /// <summary>Request time to envelope time.</summary>
    public Instant ToEnvelope(Instant realTime) => document.ToEnvelope(realTime);

    /// <summary>Envelope time to request time.</summary>
    public Instant ToReal(Instant envelopeTime) => document.ToReal(envelopeTime);

    /// <summary>How long an envelope duration lasts in request time.</summary>
    public TimeSpan ToReal(TimeSpan envelopeDuration) => document.ToReal(envelopeDuration);
}
