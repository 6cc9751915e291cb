namespace SageServe.EngineModel;

/// <summary>
/// Step times of a model on a GPU that nobody has measured, from what the hardware can do: bytes of weights and of KV over
/// the memory bandwidth, operations over the arithmetic peak, each at the share of the peak that measured engines reach, and
/// fixed costs of launching a step. Seven numbers for all models, GPUs and tensor-parallel degrees of one engine; valid while
/// the KV cache holds the batch.
/// </summary>
/// <param name="StepOverhead">Seconds of a step that neither memory nor arithmetic explains: scheduling, launching.</param>
/// <param name="WeightShare">Share of the memory bandwidth reached when weights are read.</param>
/// <param name="PerSequence">Seconds that a decoding sequence adds: sampling, detokenizing.</param>
/// <param name="KvShare">Share of the memory bandwidth reached when keys and values are read.</param>
/// <param name="FlopsShare">Share of the arithmetic peak that matrix products reach.</param>
/// <param name="LayerSync">Seconds that tensor parallelism adds per layer, for its two all-reduces.</param>
/// <param name="AttentionShare">
/// Attention's work per query head, as a multiple of the bandwidth for KV not grouped: kernels that read a group's keys once
/// per query head, mostly from the cache.
/// </param>
public sealed record Roofline(
    double StepOverhead, double WeightShare, double PerSequence, double KvShare, double FlopsShare, double LayerSync, double AttentionShare)
{
    /// <summary>Where a fit begins.</summary>
    public static Roofline Guess { get; } = new(2e-3, 0.8, 5e-5, 0.8, 0.6, 2e-5, 8);

    public static Roofline Of(IReadOnlyList<double> numbers) =>
        new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);

    public double[] ToNumbers() => [StepOverhead, WeightShare, PerSequence, KvShare, FlopsShare, LayerSync, AttentionShare];

    /// <summary>Step times of a replica of this model on this many of these GPUs.</summary>
    public StepCoefficients Coefficients(ModelShape model, GpuRates gpu, int tensorParallel)
    {
        var bandwidth = gpu.MemoryBytesPerSecond * tensorParallel;
        var weights = model.ActiveParameters * model.BytesPerParameter / (bandwidth * WeightShare);
        var token = 2 * model.ActiveParameters / (gpu.Flops * tensorParallel * FlopsShare);
        var step = StepOverhead + weights + (tensorParallel > 1 ? LayerSync * model.Layers : 0);
        var ungrouped = 4.0 * model.Hidden * model.Layers;
        var context = (model.KvBytesPerToken / KvShare + ungrouped / AttentionShare) / bandwidth;
        return new StepCoefficients(step, token, step, token + PerSequence, context, 0);
    }

    /// <summary>From sending a batch to its last token when nothing waits: one prefill, then as many decode steps as it takes.</summary>
    public static double BatchSeconds(StepCoefficients c, BatchRun run)
    {
        double steps = run.OutputTokens - 1;
        var context = steps * run.PromptTokens + steps * run.OutputTokens / 2;
        return c.PrefillBase + c.PrefillPerToken * run.Batch * run.PromptTokens
            + steps * (c.DecodeBase + c.DecodePerSequence * run.Batch) + c.PerContextToken * run.Batch * context;
    }
}
