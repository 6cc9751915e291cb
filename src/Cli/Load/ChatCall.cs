using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Sends one request and reports what the client saw.</summary>
internal sealed class ChatCall(HttpClient http, LoadOptions options, Func<TimeSpan> now)
{
    /// <param name="arrival">What to send.</param>
    /// <param name="endpoint">Base address of the API, without <c>/v1</c>.</param>
    /// <param name="cut">Ends the call because the run is over.</param>
    public async Task<CallResult> RunAsync(Arrival arrival, Uri endpoint, CancellationToken cut)
    {
        var result = new CallResult { Arrival = arrival, SentAt = now(), EndedAt = TimeSpan.Zero, Outcome = CallOutcome.Failed };
        var scan = new SseScan(now);
        try
        {
            using var request = Request(arrival, endpoint);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cut);
            result = WithHeaders(result, response);
            result = !response.IsSuccessStatusCode
                ? await RefusalAsync(result, response, cut)
                : arrival.Streaming
                    ? await StreamAsync(result, scan, response, cut)
                    : await WholeAsync(result, response, cut);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            result = result with { Outcome = CallOutcome.CutOff };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            result = result with { Outcome = scan.FirstTokenAt is null ? CallOutcome.Failed : CallOutcome.Broken, Error = e.Message };
        }

        return result with { FirstTokenAt = scan.FirstTokenAt, LastTokenAt = scan.LastTokenAt, EndedAt = now() };
    }

    private HttpRequestMessage Request(Arrival arrival, Uri endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/v1/chat/completions")) { Content = ChatBody.Content(arrival, options.Plain) };
        if (arrival.Tier == ServiceTier.InteractiveNormal && !options.Plain)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.Tier, arrival.Tier.WireName());
        }

        if (options.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    private static CallResult WithHeaders(CallResult result, HttpResponseMessage response) => result with
    {
        Status = (int)response.StatusCode,
        Attempts = int.TryParse(Header(response, HeaderNames.Attempts), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) ? attempts : 1,
        ServedIn = Header(response, HeaderNames.Region),
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static async Task<CallResult> StreamAsync(CallResult result, SseScan scan, HttpResponseMessage response, CancellationToken cut)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cut);
        await scan.ReadAsync(stream, cut);
        var whole = scan is { Done: true, Error: null, FirstTokenAt: not null };
        return result with
        {
            OutputTokens = scan.OutputTokens,
            Outcome = whole ? CallOutcome.Completed : scan.FirstTokenAt is null ? CallOutcome.Failed : CallOutcome.Broken,
            Error = whole ? null : scan.Error ?? "The stream ended without data: [DONE].",
        };
    }

    private static async Task<CallResult> WholeAsync(CallResult result, HttpResponseMessage response, CancellationToken cut)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cut);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cut);
        var tokens = document.RootElement.TryGetProperty("usage", out var usage) ? usage.GetProperty("completion_tokens").GetInt32() : 0;
        return result with { OutputTokens = tokens, Outcome = CallOutcome.Completed };
    }

    private static async Task<CallResult> RefusalAsync(CallResult result, HttpResponseMessage response, CancellationToken cut)
    {
        var text = await response.Content.ReadAsStringAsync(cut);
        return result with
        {
            Outcome = result.Status is 429 or 503 ? CallOutcome.Refused : CallOutcome.Failed,
            Error = $"{result.Status}: {text[..Math.Min(200, text.Length)]}",
        };
    }
}
