using System.Globalization;

namespace SageServe.Gateway;

/// <summary>
/// Writes a key's limits when the answer's headers go out, whatever the answer became on its way there: the upstream's, a refusal, a new one
/// after a failed attempt.
/// </summary>
internal sealed class RateLimitHeaders(HttpResponse response, QuotaDesk desk, QuotaAccounts accounts)
{
    public Task WriteAsync()
    {
        var reading = desk.Read(accounts);
        var headers = response.Headers;
        Write(headers, reading.Requests, HeaderNames.LimitRequests, HeaderNames.RemainingRequests, HeaderNames.ResetRequests);
        Write(headers, reading.Tokens, HeaderNames.LimitTokens, HeaderNames.RemainingTokens, HeaderNames.ResetTokens);
        return Task.CompletedTask;
    }

    private static void Write(IHeaderDictionary headers, in QuotaGauge gauge, string limit, string remaining, string reset)
    {
        if (gauge.Limit > 0)
        {
            headers[limit] = gauge.Limit.ToString(CultureInfo.InvariantCulture);
            headers[remaining] = gauge.Remaining.ToString(CultureInfo.InvariantCulture);
            headers[reset] = GoDuration.Text(gauge.Reset);
        }
    }
}
