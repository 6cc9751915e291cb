using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The real gateway of region eastus, as the scaler meets its metrics page.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", "release", "SageServe.Gateway");

    private readonly Process _process;

    private GatewayProcess(Process process, string url, string adminUrl)
    {
        _process = process;
        AdminUrl = adminUrl;
        Http = new HttpClient { BaseAddress = new Uri(url) };
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string AdminUrl { get; }

    public HttpClient Http { get; }

    /// <param name="folder">Has <c>catalog.json</c> and <c>fleet.json</c>.</param>
    /// <param name="envelope">The clock of all.</param>
    /// <param name="runningLines">Lines of batches that run at once.</param>
    /// <param name="change">What is different about it.</param>
    public static async Task<GatewayProcess> Start(TemporaryFolder folder, JsonObject envelope, int runningLines, Action<JsonObject>? change = null)
    {
        var (url, adminUrl) = ($"http://127.0.0.1:{FreePort.Find()}", $"http://127.0.0.1:{FreePort.Find()}");
        var config = new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                ["Region"] = "eastus",
                ["PublicUrl"] = url,
                [nameof(AdminUrl)] = adminUrl,
                ["CatalogFile"] = folder["catalog.json"],
                ["FleetFile"] = folder["fleet.json"],
                ["DataDirectory"] = folder["data"],
                ["ScrapeInterval"] = "00:00:00.100",
                ["Batch"] = new JsonObject { ["MaxRunning"] = runningLines },
            },
            ["Envelope"] = envelope.DeepClone(),
        };
        change?.Invoke(config["Gateway"]!.AsObject());
        var start = new ProcessStartInfo(Program, ["--config", folder.Write("gateway.json", config.ToJsonString()), "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var gateway = new GatewayProcess(Process.Start(start)!, url, adminUrl);
        await Eventually.True(gateway.IsReady, "the gateway is ready", TimeSpan.FromSeconds(30));
        return gateway;
    }

    /// <summary>A long stream; it ends when it is disposed of.</summary>
    public async Task<HttpResponseMessage> Stream()
    {
        const string Body = """{"model":"llama","stream":true,"max_tokens":8000,"ignore_eos":true,"messages":[{"role":"user","content":"tell me"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode);
        return answer;
    }

    /// <summary>Submits a batch of long lines and gives its id.</summary>
    public async Task<string> Submit(int lines)
    {
        var text = string.Join('\n', Enumerable.Range(1, lines).Select(n =>
            $$$"""{"custom_id":"{{{n}}}","method":"POST","url":"/v1/chat/completions","body":{"model":"llama","max_tokens":8000,"ignore_eos":true,"messages":[{"role":"user","content":"sum up"}]}}"""));
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "input.jsonl" } };
        var file = await Post("/v1/files", form);
        using var batch = new StringContent(
            $$"""{"input_file_id":"{{file["id"]}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""", Encoding.UTF8, "application/json");
        return (await Post("/v1/batches", batch))["id"]!.GetValue<string>();
    }

    public Task Cancel(string batch) => Post($"/v1/batches/{batch}/cancel", null);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<JsonNode> Post(string path, HttpContent? content)
    {
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(AdminUrl + "/healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
