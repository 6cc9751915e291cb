using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class GatewayBenchReportTests
{
    private static ImmutableArray<PhaseFigures> Rounds(params double[] cpu) => [.. cpu.Select(c => new PhaseFigures(c, c * 1000, c * 10, c * 20))];

    [Fact]
    public void Ratios_and_differences_are_taken_within_a_round()
    {
        // The second round ran on a machine three times as slow: the ratio is not touched by it.
        var report = PhaseReport.Of(Rounds(2, 6, 3), Rounds(1, 3, 2), Rounds(0.5, 1, 1));
        Assert.Equal(new Spread(2, 1.5, 2), report.CpuOfYarp);
        Assert.Equal(new Spread(3, 2, 6), report.CpuSecondsPerThousand);
        Assert.Equal(new Spread(20, 15, 50), report.AddedP50Ms);
    }

    [Fact]
    public void What_has_no_base_or_no_value_is_left_out()
    {
        var report = PhaseReport.Of([new PhaseFigures(1, null, 1, 1)], null, null);
        Assert.Null(report.CpuOfYarp);
        Assert.Null(report.AddedP99Ms);
        Assert.Null(report.AllocatedBytesPerRequest);
        Assert.Equal(new Spread(1.5, 1, 2), Spread.Of([2.0, null, 1.0]));
        Assert.Null(PhaseReport.Of(Rounds(1), Rounds(0), null).CpuOfYarp);
    }

    [Fact]
    public void The_load_generators_log_is_taken_only_when_every_request_succeeded()
    {
        string[] rows = ["100\t200\t2500", "101\t200\t1500"];
        Assert.Equal([1.5, 2.5], H2Load.Times(rows, 2)!);
        Assert.Null(H2Load.Times([.. rows, "102\t503\t10"], 3));
        Assert.Null(H2Load.Times(rows, 3));
    }

    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData("5", new[] { 5 })]
    [InlineData("", new int[0])]
    public void A_list_of_cores_is_read(string list, int[] cores) => Assert.Equal(cores, CorePlan.Parse(list));

    [Fact]
    public void A_program_is_pinned_where_there_is_a_core_for_it()
    {
        Assert.Equal("nginx", CorePlan.On(null, "nginx", "-v").Program);
        Assert.Equal(["-c", "1", "nginx", "-v"], CorePlan.On(1, "nginx", "-v").Arguments);
    }

    [Fact]
    public void The_table_and_the_JSON_hold_every_case_and_say_what_was_left_out()
    {
        var phase = PhaseReport.Of(Rounds(0.2), Rounds(0.1), Rounds(0.01));
        var report = new GatewayBenchReport
        {
            Requests = 10,
            Streams = 4,
            Concurrency = 4,
            Rounds = 1,
            Rate = 100,
            Pinned = false,
            LoadAverage = "1.0",
            Cases = [new CaseReport { Name = "gateway", What = "ours", Whole = phase, Stream = phase, LowRate = phase, PeakRssBytes = 90_000_000 }],
            Skipped = new Dictionary<string, string> { ["nginx"] = "not installed" },
        };
        var text = GatewayBenchTable.Text(report);
        Assert.Contains("2.00 (2.00..2.00)", text, StringComparison.Ordinal);
        Assert.Contains("One core only", text, StringComparison.Ordinal);
        Assert.Contains("Left out: nginx, not installed.", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(0.2, json.RootElement.GetProperty("cases")[0].GetProperty("whole").GetProperty("cpu_seconds_per_thousand").GetProperty("median").GetDouble());
    }
}
