using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>The two calls of the Prometheus HTTP API that demand needs. An answer that is no success throws.</summary>
/// <param name="http">Has no address of its own.</param>
/// <param name="baseUrl">Of the server, without <c>/api/v1</c>.</param>
/// <param name="timeout">Of one call.</param>
/// <param name="login">Who asks; null: nobody.</param>
public sealed class PrometheusApi(HttpClient http, string baseUrl, TimeSpan timeout, PrometheusLogin? login = null)
{
    /// <summary>What the query is at one time: a value for each series.</summary>
    public Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query, Instant at, CancellationToken stop) =>
        AskAsync("query", [new("query", query), new("time", PromQueries.Time(at))], stop);

    /// <summary>What the query is from start to end, both included, at each step.</summary>
    public Task<IReadOnlyList<PrometheusSeries>> QueryRangeAsync(string query, Instant start, Instant end, TimeSpan step, CancellationToken stop) =>
        AskAsync(
            "query_range",
            [new("query", query), new("start", PromQueries.Time(start)), new("end", PromQueries.Time(end)), new("step", PromQueries.Step(step))],
            stop);

    private async Task<IReadOnlyList<PrometheusSeries>> AskAsync(string call, KeyValuePair<string, string>[] form, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        using var body = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{baseUrl.TrimEnd('/')}/api/v1/{call}")) { Content = body };
        request.Headers.Authorization = login?.Header();
        using var response = await SendAsync(request, limit.Token);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        using var document = await JsonDocument.ParseAsync(stream, default, limit.Token);
        var root = document.RootElement;
        return root.GetProperty("status").GetString() == "success"
            ? [.. root.GetProperty("data").GetProperty("result").EnumerateArray().Select(Series)]
            : throw new JsonException("Prometheus answered: " + root.GetRawText());
    }

    /// <summary>Says in words what people meet first: no login, and a certificate of their own.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, stop);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException untrusted)
        {
            throw new HttpRequestException($"Its certificate is not trusted ({untrusted.Message.TrimEnd('.')}); give the roots that it leads to", e);
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            using (response)
            {
                throw new PrometheusRefusedException(response.StatusCode, login?.HasName() == true);
            }
        }

        return response;
    }

    private static PrometheusSeries Series(JsonElement result)
    {
        var labels = result.GetProperty("metric").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
        (long, double)[] values = result.TryGetProperty("values", out var range)
            ? [.. range.EnumerateArray().Select(Value)]
            : [Value(result.GetProperty("value"))];
        return new PrometheusSeries(labels, values);
    }

    private static (long, double) Value(JsonElement pair) => ((long)Math.Round(pair[0].GetDouble() * 1000), Number(pair[1].GetString()));

    // Prometheus writes numbers as text and says +Inf where .NET says Infinity.
    private static double Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
