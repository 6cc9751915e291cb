using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SageServe.Kubernetes.Tests;

public sealed class AccessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = Certificate("test authority", null);

    [Fact]
    public async Task In_a_pod_the_service_account_is_used_and_a_replaced_token_is_taken()
    {
        await using var server = await Https(_authority);
        _folder.Write("ca.crt", _authority.ExportCertificatePem());
        _folder.Write("namespace", "serving\n");
        _folder.Write("token", "first\n");
        var access = InClusterAccess.Find(_folder.Root, Variable(server))!;
        Assert.Equal("serving", access.Namespace);
        using var client = new KubernetesClient(access, TimeProvider.System);
        await client.ListAsync(ResourceKinds.Pods, "ns", null, CancellationToken.None);
        _folder.Write("token", "second\n");
        await client.ListAsync(ResourceKinds.Pods, "ns", null, CancellationToken.None);
        Assert.Equal(["Bearer first", "Bearer second"], server.Tokens);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        using var other = Certificate("other authority", null);
        await using var server = await Https(other);
        _folder.Write("ca.crt", _authority.ExportCertificatePem());
        _folder.Write("namespace", "ns");
        _folder.Write("token", "t");
        using var client = new KubernetesClient(InClusterAccess.Find(_folder.Root, Variable(server))!, TimeProvider.System);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.ListAsync(ResourceKinds.Pods, "ns", null, CancellationToken.None));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Outside_a_pod_there_is_no_service_account()
    {
        Assert.Null(InClusterAccess.Find(_folder.Root, _ => "10.0.0.1"));
        _folder.Write("token", "t");
        Assert.Null(InClusterAccess.Find(_folder.Root, _ => null));
    }

    [Fact]
    public async Task A_kubeconfig_gives_server_authority_and_client_certificate()
    {
        using var own = Certificate("me", _authority);
        await using var server = await Https(_authority, ClientCertificateMode.RequireCertificate);
        _folder.Write("ca.pem", _authority.ExportCertificatePem());
        var file = _folder.Write("config", $$"""
            apiVersion: v1
            kind: Config
            current-context: dev
            contexts:
            - name: other
              context: { cluster: nowhere, user: nobody }
            - name: dev
              context:
                cluster: local
                user: me
                namespace: serving
            clusters:
            - name: local
              cluster:
                server: {{server.Url}}
                certificate-authority: ca.pem
            users:
            - name: me
              user:
                client-certificate-data: {{Base64(own.ExportCertificatePem())}}
                client-key-data: {{Base64(own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}}
            """);
        var access = KubeConfigAccess.Load(file);
        Assert.Equal("serving", access.Namespace);
        using var client = new KubernetesClient(access, TimeProvider.System);
        Assert.Empty((await client.ListAsync(ResourceKinds.Pods, "serving", null, CancellationToken.None)).Items);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Tokens_come_from_the_text_or_a_file_beside_the_kubeconfig()
    {
        _folder.Write("token.txt", "from file\n");
        var file = _folder.Write("config", """
            current-context: a
            contexts: [ { name: a, context: { cluster: c, user: text } }, { name: b, context: { cluster: c, user: file } } ]
            clusters: [ { name: c, cluster: { server: "https://example.org:6443" } } ]
            users: [ { name: text, user: { token: abc } }, { name: file, user: { tokenFile: token.txt } } ]
            """);
        Assert.Equal("abc", KubeConfigAccess.Load(file).Token());
        var other = KubeConfigAccess.Load(file, "b");
        Assert.Equal("from file", other.Token());
        Assert.Equal(("https://example.org:6443/", "default"), (other.Server.ToString(), other.Namespace));
    }

    [Theory]
    [InlineData("current-context: gone\ncontexts: []", "no entry 'gone' in contexts")]
    [InlineData("contexts: []", "names no current-context")]
    [InlineData("[1, 2", "not YAML")]
    [InlineData("", "is empty")]
    [InlineData("current-context: a\ncontexts: [ { name: a, context: { cluster: c, user: u } } ]\nclusters: [ { name: c, cluster: { server: 'https://x' } } ]\nusers: [ { name: u, user: { exec: { command: x } } } ]", "logs in by a command")]
    public void A_kubeconfig_that_cannot_be_followed_is_a_sentence(string yaml, string message)
    {
        var file = _folder.Write("config", yaml);
        Assert.Contains(message, Assert.Throws<KubernetesException>(() => KubeConfigAccess.Load(file)).Message);
    }

    [Fact]
    public void A_missing_kubeconfig_is_a_sentence() =>
        Assert.Contains("there is no kubeconfig", Assert.Throws<KubernetesException>(() => KubeConfigAccess.Load(_folder["none"])).Message);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static Task<ApiServer> Https(X509Certificate2 authority, ClientCertificateMode clients = ClientCertificateMode.NoCertificate)
    {
        var certificate = Certificate("localhost", authority);
        return ApiServer.Start(web => web.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = clients;
            https.AllowAnyClientCertificate();
        }))));
    }

    private static Func<string, string?> Variable(ApiServer server)
    {
        var url = new Uri(server.Url);
        return name => name == "KUBERNETES_SERVICE_HOST" ? url.Host : url.Port.ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static X509Certificate2 Certificate(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(issuer is null ? -2 : -1), DateTimeOffset.UtcNow.AddHours(issuer is null ? 2 : 1));
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, to);
        }

        using var bare = request.Create(issuer, from, to, Guid.NewGuid().ToByteArray());
        using var withKey = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
