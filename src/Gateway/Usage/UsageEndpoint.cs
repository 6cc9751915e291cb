using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// <c>GET /admin/usage?from=&amp;to=&amp;tenant=&amp;by=key&amp;format=csv</c>: what tenants used, by day (UTC), model and tier. Without dates the last
/// thirty days.
/// </summary>
internal sealed class UsageEndpoint(UsageLedger ledger, SteadyClock clock)
{
    private const int DefaultDays = 30;
    private const int MostDays = 3650;
    private static readonly DateOnly Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch);

    public async Task WriteAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var today = UsageKey.DayOf(clock.Now);
        if (DayOf(query["to"], today) is not { } to || DayOf(query["from"], to - DefaultDays + 1) is not { } from || to < from || to - from > MostDays)
        {
            await RefuseAsync(http, ApiErrors.Invalid("invalid_date", "'from' and 'to' are days like 2026-11-22, in this order.", "from"));
            return;
        }

        try
        {
            var rows = await ledger.ReadAsync(from, to, http.RequestAborted);
            var document = new UsageDocument(Text(from), Text(to), Sum(rows, query["tenant"], query["by"] == "key"));
            var isCsv = query["format"] == "csv";
            http.Response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/json";
            await http.Response.Body.WriteAsync(
                isCsv ? Encoding.UTF8.GetBytes(UsageCsv.Of(document)) : JsonSerializer.SerializeToUtf8Bytes(document, SharedJson.Default.UsageDocument), http.RequestAborted);
        }
        catch (DeferredStoreException e)
        {
            await RefuseAsync(http, new ApiError(StatusCodes.Status503ServiceUnavailable, ApiErrors.UnavailableType, "usage_unavailable", e.Message));
        }
    }

    private static Task RefuseAsync(HttpContext http, ApiError error) => ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);

    private static ImmutableArray<UsageRow> Sum(IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>> rows, string? tenant, bool byKey) =>
    [
        .. rows
            .Where(r => string.IsNullOrEmpty(tenant) || r.Key.Tenant == tenant)
            .GroupBy(r => byKey ? r.Key : r.Key with { Key = "" })
            .OrderBy(g => g.Key.Day).ThenBy(g => g.Key.Tenant, StringComparer.Ordinal).ThenBy(g => g.Key.Key, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Model, StringComparer.Ordinal).ThenBy(g => g.Key.Tier)
            .Select(g => Row(g.Key, g.Aggregate(default(UsageAmount), (sum, r) => sum + r.Value), byKey)),
    ];

    private static UsageRow Row(UsageKey key, UsageAmount sum, bool byKey) => new(
        Text(key.Day), key.Tenant, byKey ? key.Key : null, key.Model, key.Tier,
        sum.Requests, sum.PromptTokens, sum.OutputTokens, sum.GpuMilliseconds / 1000.0, sum.MicroUsd / 1_000_000m);

    private static int? DayOf(string? text, int otherwise) => string.IsNullOrEmpty(text) ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber - Epoch.DayNumber : null;

    private static string Text(int day) => DateOnly.FromDayNumber(Epoch.DayNumber + day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
