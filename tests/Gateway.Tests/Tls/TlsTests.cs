using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_new_certificate_counts_for_new_connections_and_drops_none()
    {
        var file = _folder.Write("gateway.pem", _authority.Sign());
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await StartAsync("east", GatewayUnderTest.Address(), g => g["Tls"] = new JsonObject { ["CertificateFile"] = file }, engine);
        using var client = Client(gateway.Url);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(GatewayUnderTest.ChatBody(stream: true), Encoding.UTF8, "application/json"),
        };
        using var stream = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var before = await SerialAsync(gateway.Url);

        // A broken file changes nothing; a good one is shown to whoever connects next.
        _folder.Write("gateway.pem", "no certificate");
        _folder.Write("gateway.pem", _authority.Sign());
        await Eventually.True(async () => await SerialAsync(gateway.Url) != before, "the new certificate is shown");
        engine.Gate.SetResult();

        Assert.Equal("[DONE]", (await SseText.AllAsync(stream))[^1]);
    }

    [Fact]
    public async Task A_listener_with_a_certificate_keeps_to_the_connections_of_an_address_too()
    {
        var file = _folder.Write("gateway.pem", _authority.Sign());
        await using var gateway = await StartAsync("east", GatewayUnderTest.Address(), g =>
        {
            g["Tls"] = new JsonObject { ["CertificateFile"] = file };
            g["Limits"] = new JsonObject { ["MaxConnectionsPerAddress"] = 2 };
        });
        async Task<string> AskAsync()
        {
            using var client = Client(gateway.Url);
            using var response = await client.GetAsync("/v1/models");
            return await response.Content.ReadAsStringAsync();
        }

        // Two that do not even begin their handshake.
        using (await ConnectAsync(gateway.Url))
        {
            using var second = await ConnectAsync(gateway.Url);
            await Eventually.True(async () => (await AskAsync()).Contains("too_many_connections", StringComparison.Ordinal), "the third is told by https");
        }

        await Eventually.True(async () => (await AskAsync()).Contains("model-a", StringComparison.Ordinal), "there is room again");
    }

    [Fact]
    public async Task Engines_are_reached_by_https_with_a_root_a_name_and_a_certificate_of_ones_own()
    {
        var root = _folder.Write("root.pem", _authority.Pem);
        await using var engine = await FakeEngine.StartAsync(X509(_authority.Sign("engine.internal")), needsCertificate: true);
        JsonObject Tls(string? name, bool hasCertificate) => new()
        {
            ["Engines"] = new JsonObject
            {
                ["AuthorityFile"] = root,
                ["ServerName"] = name,
                ["CertificateFile"] = hasCertificate ? _folder.Write("client.pem", _authority.Sign("gateway")) : null,
            },
        };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["Tls"] = Tls("engine.internal", true) }, engine);
        using var response = await gateway.ChatAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        foreach (var wrong in (JsonObject[])[Tls(null, true), Tls("engine.internal", false)])
        {
            await using var other = await GatewayUnderTest.StartAsync(new GatewaySetup { AwaitsReady = false, Adjust = g => g["Tls"] = wrong }, engine);
            await Eventually.True(async () => (await other.Admin.GetAsync("/healthz/ready")).IsSuccessStatusCode, "it has looked");
            Assert.Equal(0, other.ReadyReplicas());
        }
    }

    [Fact]
    public async Task New_roots_and_a_new_certificate_of_ones_own_count_for_new_connections_to_engines()
    {
        using var newcomer = new TestAuthority();
        var root = _folder.Write("root.pem", _authority.Pem);
        var own = _folder.Write("client.pem", _authority.Sign("gateway"));
        await using var first = await FakeEngine.StartAsync(X509(_authority.Sign("engine.internal")), needsCertificate: true);
        await using var second = await FakeEngine.StartAsync(X509(newcomer.Sign("engine.internal")), needsCertificate: true);
        var tls = new JsonObject { ["Engines"] = new JsonObject { ["AuthorityFile"] = root, ["ServerName"] = "engine.internal", ["CertificateFile"] = own } };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["Tls"] = tls }, first);
        gateway.SetFleet(GatewayUnderTest.Replica("first", first.Url), GatewayUnderTest.Replica("second", second.Url));
        await Eventually.True(() => gateway.ReadyReplicas() == 1, "the other one's root is not known");

        _folder.Write("root.pem", _authority.Pem + "\n" + newcomer.Pem);
        _folder.Write("client.pem", newcomer.Sign("gateway"));
        await gateway.ReadyAsync(2);
        using var answer = await gateway.ChatAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Peers_need_a_certificate_beside_the_signature_where_one_is_asked_for()
    {
        var root = _folder.Write("root.pem", _authority.Pem);
        var own = _folder.Write("gateway.pem", _authority.Sign());
        string[] urls = [Secure(GatewayUnderTest.Address()), Secure(GatewayUnderTest.Address())];
        JsonObject Tls(bool hasCertificate) => new()
        {
            ["CertificateFile"] = own,
            ["PeerAuthorityFile"] = root,
            ["Peers"] = new JsonObject { ["AuthorityFile"] = root, ["CertificateFile"] = hasCertificate ? own : null },
        };
        await using var engine = await FakeEngine.StartAsync();
        await using var west = await StartAsync("west", urls[1], g => g["Tls"] = Tls(true), engine);
        await using var east = await StartAsync("east", urls[0], g =>
        {
            g["Tls"] = Tls(true);
            g["Peers"] = new JsonArray(new JsonObject { ["Region"] = "west", ["Url"] = west.Url });
        });
        await Eventually.True(() => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 1), "east knows of west's replica");
        using var client = Client(east.Url);
        using var body = new StringContent(GatewayUnderTest.ChatBody(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/v1/chat/completions", body);
        Assert.Equal("west", response.Headers.GetValues(HeaderNames.Region).Single());

        // Signed, but by somebody without a certificate.
        var (ticket, signature) = east.Services.GetRequiredService<PeerDirectory>().Sign(PeerEndpoint.SummariesPath);
        using var bare = Client(west.Url);
        bare.DefaultRequestHeaders.TryAddWithoutValidation(HeaderNames.Relay, ticket);
        bare.DefaultRequestHeaders.TryAddWithoutValidation(HeaderNames.Signature, signature);
        using var refused = await bare.GetAsync(PeerEndpoint.SummariesPath);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static string Secure(string url) => url.Replace("http://", "https://", StringComparison.Ordinal);

    private static X509Certificate2 X509(string pem) => X509Certificate2.CreateFromPem(pem, pem);

    private static Task<GatewayUnderTest> StartAsync(string region, string url, Action<JsonObject> adjust, params FakeEngine[] engines) =>
        GatewayUnderTest.StartAsync(new GatewaySetup { Region = region, Url = Secure(url), Adjust = adjust }, engines);

    /// <summary>The serial number of what the listener shows now.</summary>
    private static async Task<string> SerialAsync(string url)
    {
        var uri = new Uri(url);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(uri.Host, uri.Port);
        await using var ssl = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) => certificate?.Issuer.StartsWith("CN=root of tests ", StringComparison.Ordinal) == true);
        await ssl.AuthenticateAsClientAsync(uri.Host);
        return ssl.RemoteCertificate!.GetSerialNumberString();
    }

    private static async Task<TcpClient> ConnectAsync(string url)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(url).Port);
        return client;
    }

    private HttpClient Client(string url)
    {
        var tls = new TlsClient(new TlsClientOptions { AuthorityFile = _folder.Write("client-root.pem", _authority.Pem) }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        return new HttpClient(tls.Apply(new SocketsHttpHandler())) { BaseAddress = new Uri(url) };
    }
}
