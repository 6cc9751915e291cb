using System.Globalization;
using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>The two calls of the Prometheus HTTP API that demand needs. An answer that is no success throws.</summary>
/// <param name="http">Has no address of its own.</param>
/// <param name="baseUrl">Of the server, without <c>/api/v1</c>.</param>
/// <param name="timeout">Of one call.</param>
public sealed class PrometheusApi(HttpClient http, string baseUrl, TimeSpan timeout)
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
        using var response = await http.PostAsync(new Uri($"{baseUrl.TrimEnd('/')}/api/v1/{call}"), body, limit.Token);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
        using var document = await JsonDocument.ParseAsync(stream, default, limit.Token);
        var root = document.RootElement;
        return root.GetProperty("status").GetString() == "success"
            ? [.. root.GetProperty("data").GetProperty("result").EnumerateArray().Select(Series)]
            : throw new JsonException("Prometheus answered: " + root.GetRawText());
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
