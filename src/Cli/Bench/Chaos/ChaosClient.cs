using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>The tenants: they call one gateway or another and try again, as any client would, until somebody answers.</summary>
internal sealed class ChaosClient(IReadOnlyList<ChaosGateway> gateways, ulong seed) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(8) };
    private readonly RandomStream _random = new RandomStream(seed).Child("clients");
    private readonly Lock _gate = new();
    private int _refused;

    /// <summary>Calls that were refused or broken and sent again.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Uploads the batch's lines and begins it; a key keeps it from being made twice.</summary>
    public async Task SubmitAsync(ChaosBatch batch, CancellationToken stop)
    {
        var file = await UploadAsync(batch, stop);
        var body = $$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""";
        using var made = await CallAsync(batch.Tenant, "/v1/batches", () => new StringContent(body, Encoding.UTF8, "application/json"), $"batch-{batch.Number}", stop);
        Note(batch, made.RootElement);
    }

    /// <returns>The id of the file.</returns>
    public async Task<string> UploadAsync(ChaosBatch batch, CancellationToken stop)
    {
        using var uploaded = await CallAsync(batch.Tenant, "/v1/files", () => Upload(batch.Input()), null, stop);
        return uploaded.RootElement.GetProperty("id").GetString()!;
    }

    public async Task CancelAsync(ChaosBatch batch, CancellationToken stop)
    {
        using var seen = await CallAsync(batch.Tenant, $"/v1/batches/{batch.Id}/cancel", () => new StringContent(""), null, stop);
        Note(batch, seen.RootElement);
        batch.IsCancelled = true;
    }

    /// <summary>Asks how the batches of a tenant are.</summary>
    public async Task LookAsync(int tenant, IReadOnlyList<ChaosBatch> batches, CancellationToken stop)
    {
        using var page = await CallAsync(tenant, "/v1/batches?limit=100", null, null, stop);
        foreach (var seen in page.RootElement.GetProperty("data").EnumerateArray())
        {
            if (batches.FirstOrDefault(b => b.Id == seen.GetProperty("id").GetString()) is { HasEnded: false } batch)
            {
                Note(batch, seen);
            }
        }
    }

    /// <summary>A batch as any gateway shows it.</summary>
    public Task<JsonDocument> ReadAsync(ChaosBatch batch, CancellationToken stop) => CallAsync(batch.Tenant, $"/v1/batches/{batch.Id}", null, null, stop);

    /// <summary>The whole content of a file.</summary>
    public async Task<string> DownloadAsync(int tenant, string file, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var request = Request(tenant, $"/v1/files/{file}/content", null, null);
                using var response = await _http.SendAsync(request, stop);
                response.EnsureSuccessStatusCode();
                return await response.Content.ReadAsStringAsync(stop);
            }
            catch (Exception e) when (IsPassing(e, stop))
            {
                await AgainAsync(stop);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static void Note(ChaosBatch batch, JsonElement seen)
    {
        batch.Id = seen.GetProperty("id").GetString();
        batch.Status = seen.GetProperty("status").GetString()!;
        var counts = seen.GetProperty("request_counts");
        (batch.Completed, batch.Failed) = (counts.GetProperty("completed").GetInt32(), counts.GetProperty("failed").GetInt32());
    }

    private static MultipartFormDataContent Upload(byte[] lines)
    {
        var file = new ByteArrayContent(lines);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        return new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { file, "file", "batch.jsonl" } };
    }

    /// <summary>Goes on until a gateway answers with success. A refusal that trying again cannot mend ends the run.</summary>
    private async Task<JsonDocument> CallAsync(int tenant, string path, Func<HttpContent>? content, string? key, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var request = Request(tenant, path, content?.Invoke(), key);
                using var response = await _http.SendAsync(request, stop);
                var text = await response.Content.ReadAsStringAsync(stop);
                if (response.IsSuccessStatusCode)
                {
                    return JsonDocument.Parse(text);
                }

                if ((int)response.StatusCode is not (429 or >= 500))
                {
                    throw new RunFailedException($"{path} answered {(int)response.StatusCode}: {text}");
                }

                await AgainAsync(stop);
            }
            catch (Exception e) when (IsPassing(e, stop))
            {
                await AgainAsync(stop);
            }
        }
    }

    private static bool IsPassing(Exception e, CancellationToken stop) =>
        e is HttpRequestException or IOException || e is OperationCanceledException && !stop.IsCancellationRequested;

    private Task AgainAsync(CancellationToken stop)
    {
        Interlocked.Increment(ref _refused);
        return Task.Delay(Pause, stop);
    }

    private HttpRequestMessage Request(int tenant, string path, HttpContent? content, string? key)
    {
        ChaosGateway gateway;
        lock (_gate)
        {
            gateway = gateways[_random.NextInt(gateways.Count)];
        }

        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, new Uri(gateway.Public, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ChaosFiles.KeyOf(tenant));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }
}
