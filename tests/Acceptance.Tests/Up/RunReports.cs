using System.Text.Json;

namespace SageServe.Acceptance.Tests;

/// <summary>What every summary of a run with load has in it.</summary>
internal static class RunReports
{
    public static void AssertWhole(JsonElement report)
    {
        Assert.True(report.GetProperty("requests").GetProperty("total").GetInt32() > 40);
        Assert.Equal(0, report.GetProperty("requests").GetProperty("failed").GetInt32());
        Assert.True(report.GetProperty("requests").TryGetProperty("retried", out _));
        foreach (var tier in ServiceTiers.All)
        {
            var figures = report.GetProperty("tiers").GetProperty(tier.WireName());
            Assert.True(figures.GetProperty("requests").GetProperty("total").GetInt32() > 0);
            // In a short run patient work may have had no stream.
            var ttft = figures.GetProperty("ttft_seconds");
            Assert.True(ttft.GetProperty("count").GetInt32() > 0 ? ttft.GetProperty("p95").GetDouble() > 0 : !tier.IsInteractive());
            Assert.InRange(figures.GetProperty("slo_attainment").GetDouble(), 0.0, 1.0);
        }

        Assert.True(report.GetProperty("gpu_hours").GetDouble() > 0);
        Assert.True(report.GetProperty("gpu_hours_static_peak").GetDouble() >= report.GetProperty("gpu_hours").GetDouble() * 0.999);
        Assert.True(report.GetProperty("gpu_hours_reactive_simulated").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Array, report.GetProperty("scaling").GetProperty("actions").ValueKind);
        Assert.True(report.GetProperty("batch").GetProperty("completed").GetInt32() > 0);
        Assert.NotEmpty(report.GetProperty("footnotes").EnumerateArray());
    }
}
