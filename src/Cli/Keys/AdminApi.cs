using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>A gateway's admin API. Its refusals become sentences.</summary>
internal sealed class AdminApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _hint;

    /// <param name="address">The gateway's admin address.</param>
    /// <param name="key">The admin key; null where none is set and the gateway is on this machine.</param>
    /// <param name="hint">What to do where nobody answers.</param>
    public AdminApi(Uri address, string? key, string hint = "Give the gateway's admin address with --admin.")
    {
        _hint = hint;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    /// <exception cref="BadInputException">The gateway refused it, or is not there.</exception>
    public async Task<byte[]> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _http.SendAsync(request, stop);
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            return response.IsSuccessStatusCode ? body : throw new BadInputException($"{_http.BaseAddress} answered {(int)response.StatusCode}: {Reason(response.StatusCode, body)}");
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new BadInputException($"{_http.BaseAddress} cannot be reached: {e.Message} {_hint}");
        }
    }

    /// <summary>Null where there is nothing yet (404).</summary>
    /// <exception cref="BadInputException">It was refused, or nobody is there.</exception>
    public async Task<byte[]?> FindAsync(string path, CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), stop);
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            return response.IsSuccessStatusCode ? body
                : response.StatusCode == HttpStatusCode.NotFound ? null
                : throw new BadInputException($"{_http.BaseAddress} answered {(int)response.StatusCode}: {Reason(response.StatusCode, body)}");
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw new BadInputException($"{_http.BaseAddress} cannot be reached: {e.Message} {_hint}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Reason(HttpStatusCode status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("error").GetProperty("message").GetString() ?? status.ToString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{status}. Is this an admin address?";
        }
    }
}
