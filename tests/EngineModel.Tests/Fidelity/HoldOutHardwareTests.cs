using System.Globalization;

namespace SageServe.EngineModel.Tests;

/// <summary>
/// Throughput against batch, up to saturation, of a GPU or a model that the fit has not seen: seven numbers for all dense
/// models on all GPUs of the table, from data sheets and published architectures.
/// </summary>
public sealed class HoldOutHardwareTests
{
    [Theory]
    [InlineData("Nvidia A100 GPU")]
    [InlineData("Nvidia H100 GPU")]
    [InlineData("Nvidia GH200 GPU")]
    public void A_gpu_left_out_of_the_fit(string gpu) => Check(gpu, r => r.Gpu == gpu);

    [Theory]
    [InlineData("Meta-Llama-3-8B")]
    [InlineData("Meta-Llama-3-70B")]
    [InlineData("Llama-2-7b-hf")]
    [InlineData("Mistral-7B-v0.1")]
    [InlineData("Qwen2-7B")]
    public void A_model_left_out_of_the_fit(string model) => Check(model, r => r.Model == model);

    private static void Check(string name, Func<BatchTableRow, bool> held)
    {
        var rows = BatchTable.Read();
        BatchTableRow[] seen = [.. rows.Concat(BatchTable.ReadPrefill()).Where(r => !held(r))];
        var fit = CurveFit.Run(Roofline.Guess.ToNumbers(), c =>
            [.. seen.Select(r => Math.Log(Roofline.BatchSeconds(r.With(Roofline.Of(c)), r.Run) / r.Seconds))]);
        var roofline = Roofline.Of(fit.Coefficients);
        var limits = DemoCatalog.BigProfile with { MaxBatchedTokens = 16_384, MaxSequences = 256, MixedStepSurcharge = 0 };
        var curves = rows.Where(held).GroupBy(r => r.Curve)
            .Select(g => (g.Key, Errors: g.Select(r => r.Simulated(roofline, limits) / (r.Batch * 2.0 * r.Tokens / r.Seconds) - 1).ToArray())).ToArray();
        var points = curves.SelectMany(c => c.Errors).Select(Math.Abs).ToArray();
        var means = curves.Select(c => c.Errors.Average(Math.Abs)).ToArray();
        Closeness.Say($"{name} left out of {seen.Length} rows: {roofline}");
        Closeness.Say($"{points.Length} points, mean error {points.Average():P1}, within 15 % {points.Count(p => p <= 0.15) / (double)points.Length:P1}, worst {points.Max():P1}; {curves.Length} curves, worst mean {means.Max():P1}");
        Assert.All(fit.RelativeErrors, e => Assert.InRange(e, 0, 0.1));
        Assert.All(curves, c => Assert.True(c.Errors.Average(Math.Abs) <= 0.15, $"{c.Key}: {string.Join(' ', c.Errors.Select(e => e.ToString("P0", CultureInfo.InvariantCulture)))}"));
        Assert.True(points.Count(p => p <= 0.15) >= 0.9 * points.Length);
        Assert.True(points.Average() <= 0.08);
    }
}
