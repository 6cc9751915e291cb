using System.Net;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Asks other processes' admin listeners. Whoever does not answer soon counts as unreachable: a page must not hang on one of them.</summary>
internal sealed class OverviewParts(AdminGate gate) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);

    private readonly HttpClient _http = new(new ConnectFaults(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Limit }))
    {
        Timeout = Limit,
        MaxResponseContentBufferSize = 8 * 1024 * 1024,
    };

    public void Dispose() => _http.Dispose();

    /// <param name="adminUrl">Null when it is not configured.</param>
    /// <param name="path">For example <c>/admin/fleet</c>; 404 means that there is nothing yet.</param>
    public async Task<OverviewPart> AskAsync(string? adminUrl, string path)
    {
        if (adminUrl is null)
        {
            return OverviewPart.Absent;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(adminUrl.TrimEnd('/') + path));
            if (gate.Authorization is { } key)
            {
                request.Headers.TryAddWithoutValidation("Authorization", key);
            }

            using var answer = await _http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return new OverviewPart(OverviewPart.Ok, null);
            }

            answer.EnsureSuccessStatusCode();
            var json = await answer.Content.ReadAsByteArrayAsync();
            using var check = JsonDocument.Parse(json);
            return new OverviewPart(OverviewPart.Ok, json);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or IOException)
        {
            return OverviewPart.Unreachable;
        }
    }
}
