namespace SageServe.Gateway.Tests;

/// <summary>Reads event streams line by line.</summary>
internal static class SseText
{
    // An answer that never goes on fails its test rather than stopping all of them.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<string> NextDataAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line["data: ".Length..];
            }
        }

        throw new EndOfStreamException();
    }

    public static async Task<List<string>> RestAsync(StreamReader reader)
    {
        var events = new List<string>();
        while (await reader.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add(line["data: ".Length..]);
            }
        }

        return events;
    }

    public static async Task<List<string>> AllAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return await RestAsync(reader);
    }
}
