using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The JSON of one chat request, written by hand because the client must stay cheap beside what it measures.</summary>
internal static class ChatBody
{
    public static ByteArrayContent Content(Arrival arrival, bool plain)
    {
        using var body = new MemoryStream(arrival.PromptTokens * 4 + 256);
        body.Write(Encoding.UTF8.GetBytes($$"""{"model":"{{arrival.Model}}","messages":[{"role":"user","content":" """.TrimEnd(' ')));
        PromptText.Append(body, arrival.PromptTokens, arrival.Sequence);
        body.Write(Encoding.UTF8.GetBytes(Tail(arrival, plain)));
        var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static string Tail(Arrival arrival, bool plain)
    {
        var tail = new StringBuilder("\"}]");
        tail.Append(CultureInfo.InvariantCulture, $",\"max_tokens\":{arrival.OutputTokens}");
        if (!plain)
        {
            tail.Append(",\"ignore_eos\":true");
        }

        if (arrival.Streaming)
        {
            tail.Append(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        }

        if (!plain && ServiceTierOf(arrival.Tier) is { } tier)
        {
            tail.Append(CultureInfo.InvariantCulture, $",\"service_tier\":\"{tier}\"");
        }

        return tail.Append('}').ToString();
    }

    /// <summary>The normal tier has no word of OpenAI's: it is asked for by header.</summary>
    private static string? ServiceTierOf(ServiceTier tier) => tier switch
    {
        ServiceTier.InteractiveFast => "priority",
        ServiceTier.NonInteractive => "flex",
        _ => null,
    };
}
