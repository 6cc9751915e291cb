using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The figures for people.</summary>
internal static class GatewayBenchTable
{
    private const int NameWidth = 16;

    public static string Text(GatewayBenchReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{report.Rounds} rounds, every case in each; medians, with least..most of the ratio to yarp. One upstream, {report.Concurrency} connections.");
        Line($"{(report.Pinned ? "Proxies on one core, load and upstream on another." : "One core only: proxy, load and upstream share it, so read the ratios alone.")} Load average {report.LoadAverage}.");
        Section(text, report, $"Whole answers, {report.Requests} a round, all connections busy", c => c.Whole);
        Section(text, report, $"Streams of 64 chunks, {report.Streams} a round, all connections busy", c => c.Stream);
        Section(text, report, $"Whole answers, one connection, {report.Rate} a second", c => c.LowRate);
        foreach (var (name, reason) in report.Skipped)
        {
            Line($"Left out: {name}, {reason}.");
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, GatewayBenchReport report, string title, Func<CaseReport, PhaseReport> phase)
    {
        text.Append('\n').Append(title).Append('\n');
        Row(text, "", "cpu-s/1000", "of yarp", "bytes/req", "p50 ms", "p99 ms", "added p50", "added p99", "peak MB");
        foreach (var one in report.Cases)
        {
            var p = phase(one);
            Row(
                text, one.Name, one.PeakRssBytes > 0 ? Number(p.CpuSecondsPerThousand, "0.000") : "-", one.PeakRssBytes > 0 ? Ratio(p.CpuOfYarp) : "-",
                Number(p.AllocatedBytesPerRequest, "0"), Number(p.P50Ms, "0.00"), Number(p.P99Ms, "0.00"), Number(p.AddedP50Ms, "0.00"), Number(p.AddedP99Ms, "0.00"),
                one.PeakRssBytes > 0 ? (one.PeakRssBytes / 1e6).ToString("0", CultureInfo.InvariantCulture) : "-");
        }
    }

    private static void Row(StringBuilder text, string name, string cpu, string ratio, params ReadOnlySpan<string> cells)
    {
        text.Append(name.PadRight(NameWidth)).Append(cpu.PadLeft(11)).Append(ratio.PadLeft(21));
        foreach (var cell in cells)
        {
            text.Append(cell.PadLeft(11));
        }

        text.Append('\n');
    }

    private static string Ratio(Spread? spread) =>
        spread is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{spread.Median:0.00} ({spread.Min:0.00}..{spread.Max:0.00})");

    private static string Number(Spread? spread, string format) => spread?.Median.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
