namespace SageServe.EngineModel.Tests;

/// <summary>Step times and prefix hits fitted on two of the measured chat runs, checked on the third.</summary>
public sealed class HoldOutRunTests
{
    [Theory]
    [InlineData("sharegpt_output_0.1")]
    [InlineData("sharegpt_output_0.3")]
    [InlineData("sharegpt_output_0.5")]
    public void A_run_left_out_of_the_fit_has_the_measured_ttft_and_e2e(string held)
    {
        var others = MeasuredRun.Chat.Where(r => r != held).Select(MeasuredRun.Read).ToArray();
        var fit = RequestFit.Run(others, DemoCatalog.BigProfile, DemoCatalog.BigProfile.DecodeSecondsPerContextToken);
        Closeness.Say($"{fit.Coefficients}");
        Assert.All(fit.RelativeErrors, e => Assert.InRange(e.Value, 0, 0.1));
        var measured = MeasuredRun.Read(held);
        Closeness.Check(measured, PrefixDraw.Replay(fit.Coefficients.ApplyTo(DemoCatalog.BigProfile), measured, PrefixDraw.Shares(others)));
    }

    [Fact]
    public void The_demo_profile_is_the_fit_of_all_three()
    {
        var fit = RequestFit.Run([.. MeasuredRun.Chat.Select(MeasuredRun.Read)], DemoCatalog.BigProfile, DemoCatalog.BigProfile.DecodeSecondsPerContextToken);
        Closeness.Say($"{fit.Coefficients}");
        var fitted = fit.Coefficients.ApplyTo(DemoCatalog.BigProfile);
        foreach (var size in new[] { 1, 16, 64, 256, 1024, 2048 })
        {
            Assert.Equal(1, StepTable.Seconds(fitted.Prefill, size) / StepTable.Seconds(DemoCatalog.BigProfile.Prefill, size), 0.01);
            Assert.Equal(1, StepTable.Seconds(fitted.Decode, size / 8.0) / StepTable.Seconds(DemoCatalog.BigProfile.Decode, size / 8.0), 0.01);
        }
    }

    [Fact]
    public void Short_prompts_tell_overhead_from_the_prefill_base()
    {
        MeasuredRequest[][] chat = [.. MeasuredRun.Chat.Select(MeasuredRun.Read)];
        var alone = RequestFit.Run(chat, DemoCatalog.BigProfile, 1e-7, separateOverhead: true);
        var withShort = RequestFit.Run([.. chat, MeasuredRun.Read("short_input_qps0.5")], DemoCatalog.BigProfile, 1e-7, separateOverhead: true);
        Closeness.Say($"alone {alone.Coefficients} {alone.RelativeErrors[nameof(StepCoefficients.Overhead)]}, with short {withShort.Coefficients} {withShort.RelativeErrors[nameof(StepCoefficients.Overhead)]}");
        Assert.True(alone.RelativeErrors[nameof(StepCoefficients.Overhead)] > 3 * withShort.RelativeErrors[nameof(StepCoefficients.Overhead)]);
        Assert.InRange(withShort.Coefficients.Overhead, 0.01, 0.05);
    }
}
