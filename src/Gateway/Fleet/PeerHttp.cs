using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Small signed calls to other gateways, each with a deadline.</summary>
internal static class PeerHttp
{
    public static HttpClient Create(TimeSpan limit, TlsClient tls) => new(
        new ConnectFaults(tls.Apply(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = limit / 2, ActivityHeadersPropagator = null })))
    {
        Timeout = limit,
    };

    /// <summary>A GET whose path is signed.</summary>
    public static HttpRequestMessage Get(PeerDirectory peers, string url, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url + path);
        var (ticket, signature) = peers.Sign(path);
        request.Headers.TryAddWithoutValidation(HeaderNames.Relay, ticket);
        request.Headers.TryAddWithoutValidation(HeaderNames.Signature, signature);
        return request;
    }
}
