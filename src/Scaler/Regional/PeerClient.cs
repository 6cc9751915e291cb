using System.Net;
using System.Net.Http.Headers;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Calls to the scalers of other regions: signed, with a limit in time and in size.</summary>
internal sealed class PeerClient : IDisposable
{
    /// <summary>Of one answer; a longer one counts as none.</summary>
    private const int BytesMost = 64 << 20;

    private readonly Dictionary<RegionId, string> _urls;
    private readonly PeerSeals _seals;
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public PeerClient(RegionalOptions options, PeerSeals seals, SteadyClock clock)
    {
        _urls = options.Peers.ToDictionary(p => new RegionId(p.Region), p => p.Url.TrimEnd('/'));
        (_seals, _timeout, _time) = (seals, options.Timeout, clock.Time);
        _http = NewClient(options.AuthorityFile);
    }

    public IEnumerable<RegionId> Regions => _urls.Keys.Order();

    public void Dispose() => _http.Dispose();

    /// <summary>The body; null for 204.</summary>
    /// <exception cref="KubernetesException">The peer refused, with its status.</exception>
    /// <exception cref="HttpRequestException">It did not answer in time, or with too much.</exception>
    public async Task<byte[]?> SendAsync(RegionId region, HttpMethod method, string path, byte[]? body, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        using var request = new HttpRequestMessage(method, _urls[region] + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        _seals.Sign(request, region, body);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return response.StatusCode == HttpStatusCode.NoContent ? null
                : response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(either.Token)
                : throw new KubernetesException(response.StatusCode, null, $"{(int)response.StatusCode} from the scaler of {region}: {await response.Content.ReadAsStringAsync(either.Token)}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer from the scaler of {region} within {_timeout.TotalSeconds:0.#} s.");
        }
    }

    private static HttpClient NewClient(string? authorityFile)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseProxy = false,
        };
        if (authorityFile is not null)
        {
            handler.SslOptions.CertificateChainPolicy = ServerTrust.Only(authorityFile);
        }

        return new HttpClient(new ConnectFaults(handler)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = BytesMost };
    }
}
