using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The figures for people.</summary>
internal static class BenchTable
{
    public static string Text(SimulatorBenchReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Scenario {report.Scenario}, strategy {report.Strategy}, seed {report.Seed}: {report.Requests} requests in {report.Runs[0].SimulatedSeconds / 3600:0.0} simulated hours");
        Line($"{"",-11}{"requests/s",12}{"per cpu-s",12}{"seconds",10}{"cpu-s",10}{"events/req",12}{"bytes/req",11}");
        foreach (var run in report.Runs)
        {
            Line($"{run.Mode,-11}{run.RequestsPerSecond,12:0}{run.RequestsPerCpuSecond,12:0}{run.Seconds,10:0.0}{run.CpuSeconds,10:0.0}{run.EventsPerRequest,12:0.0}{run.AllocatedBytesPerRequest,11:0}");
        }

        Line($"Peak memory {report.PeakRssBytes / 1e6:0} MB. {report.Processors} processors, load average {report.LoadAverage:0.0}.");
        if (report.LoadAverage > report.Processors)
        {
            Line($"The machine is busy with other work: read 'per cpu-s', requests/s is too low.");
        }

        return text.ToString();
    }
}
