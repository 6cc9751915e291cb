namespace SageServe.EngineModel;

/// <summary>
/// Duration of a step from the profile's tables, in whole ticks (100 ns).
/// Decode only: Decode(sequences). Prefill only: Prefill(tokens). Mixed: the linear layers see prompt tokens and decoding
/// sequences as one batch, so Prefill(tokens + sequences) plus the profile's surcharge, and never less than the
/// decode alone. Each KV token read adds its time.
/// </summary>
internal sealed class StepTime(ThroughputProfile profile)
{
    private readonly StepCurve _prefill = new(profile.Prefill);
    private readonly StepCurve _decode = new(profile.Decode);
    private readonly double _perContextToken = profile.DecodeSecondsPerContextToken;
    private readonly double _mixedFactor = 1 + profile.MixedStepSurcharge;

    /// <summary>A decode-only step without its context term: what a run's closed form is made of, with <see cref="SecondsPerContextToken"/>.</summary>
    public double DecodeSeconds(int sequences) => _decode.Seconds(sequences);

    public double SecondsPerContextToken => _perContextToken;

    public TimeSpan Of(in StepSize step)
    {
        var seconds = step switch
        {
            { PrefillTokens: 0 } => _decode.Seconds(step.Decodes),
            { Decodes: 0 } => _prefill.Seconds(step.PrefillTokens),
            _ => Math.Max(_mixedFactor * _prefill.Seconds(step.PrefillTokens + step.Decodes), _decode.Seconds(step.Decodes)),
        };
        var ticks = Math.Round((seconds + step.ContextTokens * _perContextToken) * TimeSpan.TicksPerSecond);
        return TimeSpan.FromTicks(Math.Max(1, (long)ticks));
    }
}
