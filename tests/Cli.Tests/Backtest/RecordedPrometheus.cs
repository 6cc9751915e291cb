using System.Globalization;
using System.Text;

namespace SageServe.Cli.Tests;

/// <summary>
/// A real Prometheus that has scraped a gateway and a scaler for four hours on one day, a gateway with a clock of its own on the next, one
/// whose rates were thrown away on the third, and nobody on any other.
/// </summary>
public sealed class RecordedPrometheus : IAsyncLifetime
{
    public const double Hours = 4;

    /// <summary>Minutes that were not scraped.</summary>
    public const int GapFrom = 200;
    public const int GapTo = 220;

    /// <summary>When a third replica is there.</summary>
    public const int ThirdFrom = 180;

    public static readonly DateTimeOffset Start = DemandCsvFile.Start;
    private const string Pool = "model=\"llama-3.1-70b\",region=\"eastus\",accelerator=\"a100-80gb-x2\",capacity_type=\"on-demand\",revision=\"main\"";
    private PrometheusServer? _server;

    public string Url => _server!.Url;

    /// <summary>Requests that came in a minute.</summary>
    public static int Requests(int minute) => 30 + minute % 11;

    public async ValueTask InitializeAsync() => _server = await PrometheusServer.StartWithPast(Past());

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static string Past()
    {
        var text = new StringBuilder();
        void Family(MetricName metric, string labels, string type, Func<int, double?> value, int days = 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {(type == "counter" ? metric.Name[..^"_total".Length] : metric.Name)} {type}\n");
            for (var day = 0; day < days; day++)
            {
                for (var minute = 1; minute <= Hours * 60; minute++)
                {
                    // Each scrape tells of the minute before.
                    if (minute is (<= GapFrom or > GapTo) && value(day * 1440 + minute - 1) is { } told)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{{instance=\"gateway\",job=\"gateway\"{labels}}} {told:R} {Start.AddDays(day).AddMinutes(minute).AddSeconds(5).ToUnixTimeSeconds()}\n");
                    }
                }
            }
        }

        double BinStart(int minute) => Start.AddMinutes(minute).AddDays(minute / 1440 == 1 ? 100 : 0).ToUnixTimeSeconds();
        const string Demand = ",model=\"llama-3.1-70b\",origin_region=\"eastus\",tier=\"interactive-fast\"";
        Family(MetricNames.DemandBinStart, "", "gauge", m => BinStart(m), days: 3);
        Family(MetricNames.DemandBinLength, "", "gauge", _ => 60, days: 3);
        Family(MetricNames.DemandPromptRate, Demand, "gauge", m => Requests(m) * 1000 / 60.0);
        Family(MetricNames.DemandOutputRate, Demand, "gauge", m => Requests(m) * 150 / 60.0);
        Family(MetricNames.DemandRequestRate, Demand, "gauge", m => Requests(m) / 60.0);
        Family(MetricNames.ScalerReplicas, $",{Pool},phase=\"ready\"", "gauge", m => m >= ThirdFrom ? 3 : 2);
        Family(MetricNames.SloRequests, ",model=\"llama-3.1-70b\",tier=\"interactive-fast\",outcome=\"met\"", "counter", m => 9 * m);
        text.Append(CultureInfo.InvariantCulture, $"{string.Join("", Enumerable.Range(1, (int)Hours * 60).Select(m => $"{MetricNames.SloRequests.Name}{{instance=\"gateway\",job=\"gateway\",model=\"llama-3.1-70b\",tier=\"interactive-fast\",outcome=\"missed\"}} {m} {Start.AddMinutes(m).AddSeconds(5).ToUnixTimeSeconds()}\n"))}");
        return text.Append("# EOF\n").ToString();
    }
}
