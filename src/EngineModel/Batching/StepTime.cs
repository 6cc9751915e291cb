namespace SageServe.EngineModel;

/// <summary>
/// Duration of a step from the profile's tables, in whole ticks (100 ns).
/// Decode only: Decode(sequences). Prefill only: Prefill(tokens). Mixed: the linear layers see prompt tokens and decoding
/// sequences as one batch, so Prefill(tokens + sequences), times 1.1 as the reference system's model has it (SageServe's
/// performance model, after Splitwise), and never less than the decode alone. Each KV token read adds its time.
/// </summary>
internal sealed class StepTime
{
    public const double MixedFactor = 1.1;

    private readonly double[] _prefill;
    private readonly double[] _decode;
    private readonly double _perContextToken;

    public StepTime(ThroughputProfile profile)
    {
        // One array read per step instead of a search: a step has at most the budget and max_num_seqs.
        _prefill = Table(profile.Prefill, profile.MaxBatchedTokens);
        _decode = Table(profile.Decode, Math.Min(profile.MaxSequences, profile.MaxBatchedTokens));
        _perContextToken = profile.DecodeSecondsPerContextToken;
    }

    public TimeSpan Of(in StepSize step)
    {
        var seconds = step switch
        {
            { PrefillTokens: 0 } => _decode[step.Decodes],
            { Decodes: 0 } => _prefill[step.PrefillTokens],
            _ => Math.Max(MixedFactor * _prefill[step.PrefillTokens + step.Decodes], _decode[step.Decodes]),
        };
        var ticks = Math.Round((seconds + step.ContextTokens * _perContextToken) * TimeSpan.TicksPerSecond);
        return TimeSpan.FromTicks(Math.Max(1, (long)ticks));
    }

    private static double[] Table(System.Collections.Immutable.ImmutableArray<StepPoint> points, int size)
    {
        var table = new double[size + 1];
        for (var i = 1; i <= size; i++)
        {
            table[i] = StepTable.Seconds(points, i);
        }

        return table;
    }
}
