namespace SageServe.EngineModel.Tests;

/// <summary>The engine model with the demo profile against requests measured on the real engine, launched at the same times.</summary>
public sealed class FidelityTests
{
    [Theory]
    [InlineData("sharegpt_output_0.1")]
    [InlineData("sharegpt_output_0.3")]
    [InlineData("sharegpt_output_0.5")]
    public void Chat_at_low_load_has_the_measured_ttft_and_e2e(string run)
    {
        var measured = MeasuredRun.Read(run);
        Closeness.Check(measured, PrefixDraw.Replay(DemoCatalog.BigProfile, measured, PrefixDraw.Shares(measured)));
    }

    [Theory]
    [InlineData("sharegpt_output_0.1")]
    [InlineData("sharegpt_output_0.3")]
    [InlineData("sharegpt_output_0.5")]
    public void Without_prefix_hits_the_tail_and_e2e_still_hold(string run)
    {
        var measured = MeasuredRun.Read(run);
        var replayed = RequestReplay.Run(DemoCatalog.BigProfile, measured, [], 0);
        Closeness.Near("TTFT p95", Sample.Quantile(measured.Select(m => m.Ttft), 0.95), Sample.Quantile(replayed.Select(m => m.Ttft), 0.95), 0.15);
        Closeness.Near("E2E p50", Sample.Quantile(measured.Select(m => m.E2e), 0.5), Sample.Quantile(replayed.Select(m => m.E2e), 0.5), 0.15);
    }

    [Theory]
    [InlineData("short_input_qps0.1")]
    [InlineData("short_input_qps0.5")]
    [InlineData("short_input_qps1")]
    public void Short_prompts_which_the_fit_has_not_seen_differ_by_no_more_than_http_overhead(string run)
    {
        var measured = MeasuredRun.Read(run);
        var replayed = RequestReplay.Run(DemoCatalog.BigProfile, measured, [], 0);
        var overhead = Sample.Quantile(measured.Select(m => m.Ttft), 0.5) - Sample.Quantile(replayed.Select(m => m.Ttft), 0.5);
        Closeness.Say($"TTFT measured - modelled {overhead:0.000} s");
        Assert.InRange(overhead, -0.01, 0.05);
        Closeness.Near("generation p50", Sample.Quantile(measured.Select(m => m.E2e - m.Ttft), 0.5), Sample.Quantile(replayed.Select(m => m.E2e - m.Ttft), 0.5), 0.12);
    }
}
