using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class AdminGateTests
{
    [Fact]
    public async Task With_an_admin_key_all_but_health_metrics_and_version_need_it()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["AdminKey"] = "let me in" });
        foreach (var path in new[] { "/admin/fleet", "/admin/overview", "/admin/keys", "/admin/usage", "/console" })
        {
            using var refused = await gateway.Admin.GetAsync(path);
            await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.Unauthorized, "invalid_admin_key", null);
            Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        foreach (var path in new[] { "/healthz/live", "/healthz/ready", "/metrics", "/version" })
        {
            using var open = await gateway.Admin.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        }

        foreach (var (header, value) in Ways("let me in"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/fleet");
            request.Headers.TryAddWithoutValidation(header, value);
            using var allowed = await gateway.Admin.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        foreach (var (header, value) in Ways("let me i"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/fleet");
            request.Headers.TryAddWithoutValidation(header, value);
            using var refused = await gateway.Admin.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData("10.0.0.7", 9080, "/admin/keys", 403)]
    [InlineData("10.0.0.7", 9080, "/console", 403)]
    [InlineData("10.0.0.7", 9080, "/healthz/ready", 200)]
    [InlineData("10.0.0.7", 9080, "/metrics", 200)]
    [InlineData("127.0.0.1", 9080, "/admin/keys", 200)]
    [InlineData("::1", 9080, "/admin/keys", 200)]
    [InlineData("10.0.0.7", 8080, "/v1/models", 200)]
    public async Task Without_one_only_callers_on_this_machine_may_use_the_admin_listener(string from, int port, string path, int status)
    {
        var options = new GatewayOptions { AdminUrl = "http://0.0.0.0:9080" };
        using var gate = new AdminGate(options, new SteadyClock(TimeProvider.System), NullLogger<AdminGate>.Instance);
        var http = new DefaultHttpContext();
        (http.Request.Path, http.Connection.LocalPort, http.Connection.RemoteIpAddress) = (path, port, IPAddress.Parse(from));

        await gate.CheckAsync(http, _ => Task.CompletedTask);

        Assert.Equal(status, http.Response.StatusCode);
    }

    private static (string Header, string Value)[] Ways(string key) =>
    [
        ("Authorization", "Bearer " + key), ("x-api-key", key), ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:" + key))),
    ];
}
