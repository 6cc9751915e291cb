namespace SageServe.EngineModel.Tests;

public sealed class TableFitTests
{
    private static readonly ThroughputProfile Limits = DemoCatalog.BigProfile;

    [Fact]
    public void A_throughput_table_gives_back_the_numbers_that_made_it() => Seeds.Check(10, (_, random) =>
    {
        var truth = new StepCoefficients(0.01, 2e-5 + 1e-4 * random.NextDouble(), 0.01, 1e-5 + 2e-4 * random.NextDouble(), 1e-8 + 2e-7 * random.NextDouble(), 0);
        var rows = (from batch in new[] { 1, 8, 32, 64 } from prompt in new[] { 128, 1024 } from output in new[] { 1, 128, 1024 }
                    select (Run: new BatchRun(batch, prompt, output), Seconds: Roofline.BatchSeconds(truth, new BatchRun(batch, prompt, output)))).ToArray();
        var (found, fit, tied) = ThroughputFit.Run(rows);
        Assert.False(tied);
        Assert.Equal(1, found.PrefillPerToken / truth.PrefillPerToken, 0.02);
        Assert.Equal(1, found.DecodePerSequence / truth.DecodePerSequence, 0.02);
        Assert.Equal(1, found.PerContextToken / truth.PerContextToken, 0.02);
        Assert.All(fit.RelativeErrors, e => Assert.InRange(e, 0, 0.05));
    });

    [Fact]
    public void Lengths_always_in_proportion_tie_prompt_tokens_and_sequences() =>
        Assert.True(ThroughputFit.Run([(new BatchRun(1, 128, 128), 1.3), (new BatchRun(8, 128, 128), 1.5), (new BatchRun(1, 512, 512), 5.3), (new BatchRun(8, 512, 512), 6.2)]).Tied);

    [Fact]
    public void A_step_table_becomes_medians_less_the_context()
    {
        const double PerToken = 2e-7;
        var rows = (from prompt in new[] { 512, 2048, 8192 } from batch in new[] { 1, 8, 32 } from noise in new[] { 0.9, 1.0, 1.5 }
                    select new StepMeasurement(prompt, batch, 1e-4 * prompt * batch * noise, 0.02 + 0.001 * batch + PerToken * batch * prompt)).ToArray();
        var fit = StepTableFit.Run(rows, Limits);
        Assert.True(fit.PrefillIsOfTheBatch && fit.ContextKnown);
        Assert.Equal(PerToken, fit.Profile.DecodeSecondsPerContextToken, 1e-10);
        Assert.Equal(0.2048, StepTable.Seconds(fit.Profile.Prefill, 2048), 1e-6);
        Assert.Equal(0.052, fit.Profile.DecodeStepSeconds(32), 1e-6);
    }

    [Fact]
    public void Prefill_times_of_one_prompt_are_not_taken_for_the_batch()
    {
        StepMeasurement[] rows = [new(512, 1, 0.03, 0.01), new(512, 8, 0.05, 0.011), new(512, 32, 0.05, 0.012), new(2048, 1, 0.12, 0.01)];
        var fit = StepTableFit.Run(rows, Limits);
        Assert.False(fit.PrefillIsOfTheBatch);
        Assert.Equal([512, 2048], fit.Profile.Prefill.Select(p => p.Size));
        Assert.False(fit.ContextKnown);
    }

    [Fact]
    public void A_curve_fit_shrugs_off_outliers()
    {
        var random = new RandomStream(7);
        var data = Enumerable.Range(1, 100).Select(x => (X: (double)x, Y: (3 + 0.5 * x) * (x % 10 == 0 ? 4 : 1 + 0.02 * random.NextGaussian()))).ToArray();
        var fit = CurveFit.Run([1, 1], c => [.. data.Select(d => Math.Log((c[0] + c[1] * d.X) / d.Y))]);
        Assert.InRange(fit.Coefficients[0], 2.5, 3.7);
        Assert.InRange(fit.Coefficients[1], 0.48, 0.53);
    }
}
