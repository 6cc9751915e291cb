using System.Buffers;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Asks the other gateways of the region for a response that this one does not know: a client's next turn may come to any of them.</summary>
internal sealed class SiblingResponses(
    KnownResponses known, SiblingLoop siblings, PeerDirectory peers, SiblingIdentity self, SteadyClock clock, TlsClients tls) : IDisposable
{
    private const int MaxId = 200;

    /// <summary>Who does not answer by then is taken not to know it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    // What stands in a path as it is, so that both ends sign the same.
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly SiblingLine<ResponseWord> _line = new(peers, self, clock, tls.Peers, Limit, ResponseWordEndpoint.Path, GatewayJson.Default.ResponseWord);

    /// <summary>Afterwards this gateway knows it if one of them does. Nobody is asked for one that is known, or of a form that no engine writes.</summary>
    public async ValueTask LearnAsync(string id, CancellationToken cancellation)
    {
        var circle = siblings.Circle;
        if (circle.Ids.IsEmpty || known.Find(id) is not null || id.Length is 0 or > MaxId || id.AsSpan().ContainsAnyExcept(Plain))
        {
            return;
        }

        foreach (var (word, _) in await _line.AskAsync(circle.Urls, cancellation, id))
        {
            if (word.Response is { } response)
            {
                known.Learn(id, response);
                return;
            }
        }
    }

    public void Dispose() => _line.Dispose();
}
