namespace SageServe.EngineModel;

/// <summary>
/// Fits step times to a throughput table: batches of equal requests and the time until the last is done. Where input and
/// output are always as long as each other, a prompt token and a decoding sequence can't be told apart and are taken as equal.
/// </summary>
public static class ThroughputFit
{
    /// <param name="rows">Batches and their latency in seconds, below saturation; at least four.</param>
    public static (StepCoefficients Coefficients, CurveFitResult Fit, bool Tied) Run(IReadOnlyList<(BatchRun Run, double Seconds)> rows)
    {
        var tied = rows.Select(r => (double)r.Run.PromptTokens / r.Run.OutputTokens).Distinct().Count() == 1;
        var step = rows.Min(r => r.Seconds / r.Run.OutputTokens);
        double[] guess = [step, 0.01 * step, 1e-5 * step, .. tied ? Array.Empty<double>() : [0.01 * step]];
        var fit = CurveFit.Run(guess, c => [.. rows.Select(r => Math.Log(Roofline.BatchSeconds(Read(c, tied), r.Run) / r.Seconds))]);
        return (Read(fit.Coefficients, tied), fit, tied);
    }

    private static StepCoefficients Read(IReadOnlyList<double> c, bool tied) => new(c[0], c[1], c[0], tied ? c[1] : c[3], c[2], 0);
}
