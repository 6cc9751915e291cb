using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace SageServe.Gateway;

/// <summary>What the client sees of the upstream's headers, and what the gateway adds.</summary>
internal static class ResponseHeaders
{
    /// <summary>The only version of its API that OpenAI has had.</summary>
    public const string ApiVersion = "2020-10-01";

    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "www-authenticate", "set-cookie", HeaderNames.ApiKey, "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
        "date", "server", "content-length", HeaderNames.RequestId, HeaderNames.AnthropicRequestId, HeaderNames.ProcessingMs, HeaderNames.OpenAiVersion, HeaderNames.Tier, HeaderNames.QueueMs,
        HeaderNames.OverheadMs, HeaderNames.Attempts,
    };

    public static void Copy(HttpResponseMessage answer, IHeaderDictionary headers, bool keepsLength)
    {
        headers.Clear();
        Copy(answer.Headers, headers);
        Copy(answer.Content.Headers, headers);
        headers.ContentLength = keepsLength ? answer.Content.Headers.ContentLength : null;
    }

    /// <summary>Takes out what shows the engines' key.</summary>
    public static void Hide(EngineKey key, HttpResponseMessage answer)
    {
        List<string>? told = null;
        foreach (var (name, values) in answer.Headers.NonValidated)
        {
            if (key.IsToldBy(values.ToString()))
            {
                (told ??= []).Add(name);
            }
        }

        told?.ForEach(name => answer.Headers.Remove(name));
    }

    /// <summary>A peer names the replica that served; an engine does not, and then it is the one that was chosen.</summary>
    public static void SetOwn(IHeaderDictionary headers, Exchange exchange, Instant now)
    {
        var request = exchange.Request;
        headers[HeaderNames.RequestId] = exchange.PublicId;
        if (exchange.Dialect == ApiDialect.Anthropic)
        {
            headers[HeaderNames.AnthropicRequestId] = exchange.PublicId;
        }

        headers[HeaderNames.OpenAiVersion] = ApiVersion;
        headers[HeaderNames.Tier] = request.Tier.WireName();
        headers[HeaderNames.Attempts] = exchange.Attempts.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.QueueMs] = Milliseconds(exchange.Held);
        headers[HeaderNames.OverheadMs] = Milliseconds((exchange.FirstForwardAt ?? now) - request.Arrived - exchange.HeldBeforeFirstForward);
        if (!exchange.Instance.IsNone)
        {
            headers[HeaderNames.Replica] = exchange.Instance.Value;
        }

        if (!exchange.ServedIn.IsNone)
        {
            headers[HeaderNames.Region] = exchange.ServedIn.Value;
        }
    }

    /// <summary>What <see cref="SetOwn"/> sets and was not known when the headers went out, as a comment of the stream.</summary>
    public static byte[] ToComment(Exchange exchange, Instant now)
    {
        var overhead = Milliseconds((exchange.FirstForwardAt ?? now) - exchange.Request.Arrived - exchange.HeldBeforeFirstForward);
        var replica = exchange.Instance.IsNone ? "" : $" {HeaderNames.Replica}={exchange.Instance}";
        var region = exchange.ServedIn.IsNone ? "" : $" {HeaderNames.Region}={exchange.ServedIn}";
        return Encoding.UTF8.GetBytes(
            $": {HeaderNames.QueueMs}={Milliseconds(exchange.Held)} {HeaderNames.OverheadMs}={overhead} {HeaderNames.Attempts}={exchange.Attempts}{region}{replica}\n\n");
    }

    public static void SetProcessingTime(IHeaderDictionary headers, Exchange exchange, Instant now) =>
        headers[HeaderNames.ProcessingMs] = (now - exchange.Request.Arrived).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static void Copy(HttpHeaders from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!NotPassedOn.Contains(name))
            {
                to[name] = values.Count == 1 ? values.ToString() : values.ToArray();
            }
        }
    }

    private static string Milliseconds(TimeSpan span) =>
        Math.Max(0, span.TotalMilliseconds).ToString("0.###", CultureInfo.InvariantCulture);
}
