using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace SageServe.Feed.Tests;

/// <summary>What is exposed is judged by Prometheus itself.</summary>
public sealed class RealPrometheusTests : IAsyncDisposable
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private WebApplication? _app;
    private Process? _prometheus;

    [Fact]
    public async Task Promtool_accepts_the_exposition()
    {
        var promtool = CommandLineTool.Require("promtool");
        Record();
        using var http = new HttpClient();
        using var response = await http.GetAsync(await Serve());
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var result = await CommandLineTool.Run(promtool, ["check", "metrics"], await response.Content.ReadAsStringAsync());
        Assert.True(result.ExitCode == 0, result.Errors + result.Output);
        Assert.Equal("", result.Output + result.Errors);
    }

    [Fact]
    public async Task Prometheus_scrapes_what_was_recorded()
    {
        var program = CommandLineTool.Require("prometheus");
        Record();
        var target = new Uri(await Serve());
        using var folder = new TemporaryFolder();
        var config = folder.Write("prometheus.yml", $"""
            global: {"{ scrape_interval: 200ms, scrape_timeout: 200ms }"}
            scrape_configs:
              - job_name: test
                static_configs:
                  - targets: ['{target.Authority}']
            """);
        var address = "127.0.0.1:" + FreePort.Find().ToString(CultureInfo.InvariantCulture);
        _prometheus = Process.Start(new ProcessStartInfo(program, [$"--config.file={config}", $"--storage.tsdb.path={folder["data"]}", $"--web.listen-address={address}", "--log.level=error"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

        Assert.Equal(3, await Query(address, "test_requests_total{model=\"a \\\"quoted\\\" model\"}"));
        Assert.Equal(2, await Query(address, "test_wait_seconds_bucket{le=~\"1|1.0\"}"));
        Assert.Equal(3, await Query(address, "test_wait_seconds_count"));
        Assert.Equal(double.PositiveInfinity, await Query(address, "test_open_ratio"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            _prometheus.Kill();
            await _prometheus.WaitForExitAsync();
            _prometheus.Dispose();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private void Record()
    {
        var metrics = Metrics.WithCustomRegistry(_registry);
        metrics.CreateCounter("test_requests_total", "Requests.", "model").WithLabels("a \"quoted\" model").Inc(3);
        metrics.CreateGauge("test_open_ratio", "Open.").Set(double.PositiveInfinity);
        var wait = metrics.CreateHistogram("test_wait_seconds", "Wait.", new HistogramConfiguration { Buckets = [0.1, 1] });
        wait.Observe(0.05);
        wait.Observe(0.5);
        wait.Observe(5);
    }

    private async Task<string> Serve()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapMetrics(registry: _registry);
        await _app.StartAsync();
        return _app.Urls.Single() + "/metrics";
    }

    private static async Task<double> Query(string address, string query)
    {
        using var http = new HttpClient();
        var value = double.NaN;
        await Eventually.True(
            async () =>
            {
                try
                {
                    var json = await http.GetStringAsync($"http://{address}/api/v1/query?query={Uri.EscapeDataString(query)}");
                    using var answer = JsonDocument.Parse(json);
                    var result = answer.RootElement.GetProperty("data").GetProperty("result");
                    if (result.GetArrayLength() != 1)
                    {
                        return false;
                    }

                    var text = result[0].GetProperty("value")[1].GetString()!;
                    value = text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"Prometheus knows {query}",
            TimeSpan.FromSeconds(60));
        return value;
    }
}
