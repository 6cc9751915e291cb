using System.Net;
using System.Net.Http.Headers;

namespace SageServe.Cli;

/// <summary>A case answers as the upstream does, whole and streamed, byte for byte: a fast proxy that is wrong is no yardstick.</summary>
internal static class AnswerCheck
{
    public const string Path = "/v1/chat/completions";

    /// <exception cref="RunFailedException">An answer differs.</exception>
    public static async Task CheckAsync(HttpClient http, BenchStage stage, BenchTarget target, Uri upstream, CancellationToken stop)
    {
        foreach (var body in new[] { stage.WholeBody, stage.StreamBody })
        {
            var (status, answer) = await AskAsync(http, target.Url, body, stop);
            var (_, expected) = await AskAsync(http, upstream, body, stop);
            if (status != HttpStatusCode.OK || !expected.AsSpan().SequenceEqual(answer))
            {
                throw new RunFailedException($"{target.Case.Name}: its answer is not the upstream's ({(int)status}, {answer.Length} bytes instead of {expected.Length}).\n{target.Process?.LogTail()}");
            }
        }
    }

    public static async Task<(HttpStatusCode Status, byte[] Answer)> AskAsync(HttpClient http, Uri url, string bodyFile, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, Path)) { Content = new ByteArrayContent(await File.ReadAllBytesAsync(bodyFile, stop)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BenchFiles.Key);
        using var response = await http.SendAsync(request, stop);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(stop));
    }
}
