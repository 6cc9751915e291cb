using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace SageServe.TestKit;

/// <summary>A real Prometheus on a free port, its data in a folder of its own; ends with the test.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    public const string User = "reader";
    public const string Password = "let me see";

    /// <summary>Of that password, at the least cost.</summary>
    private const string Hash = "$2b$04$abcdefghijklmnopqrstuukWdziPDUDMXyrMYMv6fzjjrEz9seHjC";

    private readonly TemporaryFolder _folder;
    private readonly Process _process;

    private PrometheusServer(string program, int port, IEnumerable<string> targets, TimeSpan scrapeInterval, TemporaryFolder folder, string? web = null)
    {
        _folder = folder;
        Url = $"{(web is null ? "http" : "https")}://127.0.0.1:{port}";
        var interval = ((int)scrapeInterval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms";
        var config = _folder.Write("prometheus.yml", $"""
            global:
              scrape_interval: {interval}
              scrape_timeout: {interval}
            scrape_configs:
              - job_name: gateway
                static_configs:
                  - targets: [{string.Join(", ", targets.Select(t => $"'{t}'"))}]
            """);
        _process = Process.Start(new ProcessStartInfo(
            program,
            [$"--config.file={config}", $"--storage.tsdb.path={_folder["data"]}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
                .. web is null ? Array.Empty<string>() : [$"--web.config.file={_folder.Write("web.yml", web)}"]])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Url { get; }

    /// <param name="targets">host:port of what it scrapes.</param>
    /// <param name="scrapeInterval">Between two scrapes.</param>
    public static Task<PrometheusServer> Start(IEnumerable<string> targets, TimeSpan scrapeInterval) => Start(targets, scrapeInterval, new TemporaryFolder());

    /// <summary>One that is reached by https only, with a certificate of <paramref name="authority"/>, and only by <see cref="User"/> with <see cref="Password"/>.</summary>
    public static async Task<PrometheusServer> StartLocked(IEnumerable<string> targets, TimeSpan scrapeInterval, TestAuthority authority)
    {
        var folder = new TemporaryFolder();
        var pem = folder.Write("server.pem", authority.Sign());
        var web = $"""
            tls_server_config:
              cert_file: {pem}
              key_file: {pem}
            basic_auth_users:
              {User}: {Hash}
            """;
        var server = new PrometheusServer(CommandLineTool.Require("prometheus"), FreePort.Find(), targets, scrapeInterval, folder, web);

        // That the root is the right one is not this check's business.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
        await Eventually.True(() => IsReady(http, server.Url), "prometheus is ready", TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>One that scrapes nobody and knows a past.</summary>
    /// <param name="openMetrics">Samples with their times, as <c>promtool</c> takes them.</param>
    public static async Task<PrometheusServer> StartWithPast(string openMetrics)
    {
        var folder = new TemporaryFolder();
        var file = folder.Write("past.om", openMetrics);
        var written = await CommandLineTool.Run(CommandLineTool.Require("promtool"), ["tsdb", "create-blocks-from", "openmetrics", file, folder["data"]]);
        Assert.True(written.ExitCode == 0, written.Errors + written.Output);
        return await Start([], TimeSpan.FromSeconds(60), folder);
    }

    private static async Task<PrometheusServer> Start(IEnumerable<string> targets, TimeSpan scrapeInterval, TemporaryFolder folder)
    {
        var server = new PrometheusServer(CommandLineTool.Require("prometheus"), FreePort.Find(), targets, scrapeInterval, folder);
        using var http = new HttpClient();
        await Eventually.True(() => IsReady(http, server.Url), "prometheus is ready", TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>Ends the process at once, as an outage does.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient http, string url)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url + "/-/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
