namespace SageServe.EngineModel.Tests;

/// <summary>The acceptance of a modelled run against a measured one; what was compared stands in the diagnostics.</summary>
internal static class Closeness
{
    public static void Check(MeasuredRequest[] measured, (double Ttft50, double Ttft95, double E2e50) modelled)
    {
        var ttfts = measured.Select(m => m.Ttft).ToArray();
        var (low, high) = Sample.QuantileInterval(ttfts, 0.5, new RandomStream(1));
        Say($"TTFT p50 measured {Sample.Quantile(ttfts, 0.5):0.000} s, 95 % interval {low:0.000}-{high:0.000}, modelled {modelled.Ttft50:0.000}");
        Assert.InRange(modelled.Ttft50, low, high);
        Near("TTFT p95", Sample.Quantile(ttfts, 0.95), modelled.Ttft95, 0.15);
        Near("E2E p50", Sample.Quantile(measured.Select(m => m.E2e), 0.5), modelled.E2e50, 0.15);
    }

    public static void Near(string what, double expected, double actual, double tolerance)
    {
        Say($"{what} measured {expected:0.000} s, modelled {actual:0.000} s ({actual / expected - 1:+0.0%;-0.0%})");
        Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
    }

    public static void Say(FormattableString text) => TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant(text));
}
