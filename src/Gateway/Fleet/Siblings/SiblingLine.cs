using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Asks the other gateways of the region for their words, wherever each is known to be. What this gateway's own address answers is left out.</summary>
internal sealed class SiblingLine<TWord>(
    PeerDirectory peers, SiblingIdentity self, SteadyClock clock, TlsClient tls, TimeSpan limit, string path, JsonTypeInfo<TWord> json) : IDisposable
    where TWord : class, ISiblingWord
{
    private readonly HttpClient _http = PeerHttp.Create(limit, tls);
    private readonly ConcurrentDictionary<string, bool> _own = new(StringComparer.Ordinal);

    /// <summary>All that answer in time, each with the moment before which it was asked.</summary>
    /// <param name="urls">Of the gateways.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="item">What is asked for, as the end of the path.</param>
    public async Task<IReadOnlyList<(TWord Word, Instant AskedAt)>> AskAsync(IEnumerable<string> urls, CancellationToken cancellation, string item = "")
    {
        var asked = urls.Select(u => u.TrimEnd('/')).Distinct(StringComparer.Ordinal).Where(u => !_own.ContainsKey(u));
        var answers = await Task.WhenAll(asked.Select(u => AskAsync(u, item, cancellation)));
        return [.. answers.OfType<(TWord, Instant)>()];
    }

    public void Dispose() => _http.Dispose();

    private async Task<(TWord, Instant)?> AskAsync(string url, string item, CancellationToken cancellation)
    {
        try
        {
            var askedAt = clock.Now;
            using var request = PeerHttp.Get(peers, url, path + item);
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            var word = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), json);
            if (word?.Id == self.Id)
            {
                _own[url] = true;
                return null;
            }

            return word is { IsWhole: true } && word.Region == peers.Home ? (word, askedAt) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Its silence is what the roster counts.
            return null;
        }
    }
}
