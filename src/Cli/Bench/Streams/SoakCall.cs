using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>One stream through the gateway, checked token by token: each chunk must be this stream's, and the text the prompt's own.</summary>
internal sealed class SoakCall(HttpClient http, SoakTexts texts)
{
    public async Task<(SoakEnd End, string? Problem)> RunAsync(Uri gateway, int prompt, string id, CancellationToken stop)
    {
        var text = new StringBuilder();
        var chunks = 0;
        try
        {
            using var request = texts.Request(gateway, prompt, stream: true);
            request.Headers.Add(HeaderNames.RequestId, id);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!response.IsSuccessStatusCode)
            {
                return (SoakEnd.Failed, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}");
            }

            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
            while (await reader.ReadLineAsync(stop) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    continue;
                }

                if (line == "data: [DONE]")
                {
                    return Judge(prompt, text.ToString(), done: true, chunks, null);
                }

                if (line.StartsWith("data: {\"error\"", StringComparison.Ordinal))
                {
                    return Judge(prompt, text.ToString(), done: false, chunks, line);
                }

                chunks++;
                if (Add(text, line, id) is { } wrong)
                {
                    return (SoakEnd.Wrong, wrong);
                }
            }

            return Judge(prompt, text.ToString(), done: false, chunks, "the connection ended");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Judge(prompt, text.ToString(), done: false, chunks, e.Message);
        }
    }

    private static string? Add(StringBuilder text, string line, string id)
    {
        using var chunk = JsonDocument.Parse(line.AsMemory("data: ".Length));
        if (chunk.RootElement.GetProperty("id").GetString() is var own && own != "chatcmpl-" + id)
        {
            return $"stream {id} got a chunk of {own}";
        }

        foreach (var choice in chunk.RootElement.GetProperty("choices").EnumerateArray())
        {
            text.Append(choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "");
        }

        return null;
    }

    private (SoakEnd End, string? Problem) Judge(int prompt, string text, bool done, int chunks, string? why)
    {
        var expected = texts.Of(prompt);
        if (done ? text != expected : !expected.StartsWith(text, StringComparison.Ordinal))
        {
            return (SoakEnd.Wrong, $"'{text}' instead of '{expected}'");
        }

        return done ? (SoakEnd.Whole, null) : chunks > 0 ? (SoakEnd.Broken, why) : (SoakEnd.Failed, why);
    }
}
