using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Hosting.Tests;

public sealed class ServiceDefaultsTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/version")]
    public async Task Operators_endpoints_exist_on_the_admin_listener_only(string path)
    {
        await using var service = await TestService.Start();
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync(service.AdminUrl + path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.GetAsync(service.PublicUrl + path)).StatusCode);
    }

    [Fact]
    public async Task A_forged_host_header_does_not_reach_the_admin_endpoints()
    {
        await using var service = await TestService.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, service.PublicUrl + "/metrics");
        request.Headers.Host = new Uri(service.AdminUrl).Authority;
        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Any_endpoint_can_be_bound_to_a_listener_and_others_take_over_elsewhere()
    {
        await using var service = await TestService.Start(map: (app, adminUrl) =>
        {
            app.MapGet("/console", () => "page").OnListener(adminUrl);
            app.MapFallback((RequestDelegate)(c => c.Response.WriteAsync("fallback")));
        });
        Assert.Equal("page", await service.Http.GetStringAsync(service.AdminUrl + "/console"));
        Assert.Equal("fallback", await service.Http.GetStringAsync(service.PublicUrl + "/console"));
    }

    [Fact]
    public async Task Readiness_gives_every_reason_and_turns_on_when_none_is_left()
    {
        var check = new SwitchedCheck { Because = "no fleet yet" };
        await using var service = await TestService.Start(b => b.Services.AddSingleton<IReadinessCheck>(check));
        var refused = await service.Http.GetAsync(service.AdminUrl + "/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("""{"status":"not ready","reasons":{"switched":"no fleet yet"}}""", await refused.Content.ReadAsStringAsync());
        check.Because = null;
        Assert.Equal("""{"status":"ready","reasons":{}}""", await service.Http.GetStringAsync(service.AdminUrl + "/healthz/ready"));
    }

    [Fact]
    public async Task A_drain_turns_readiness_off_and_leaves_liveness_on()
    {
        await using var service = await TestService.Start();
        service.App.Services.GetRequiredService<DrainSignal>().Begin();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Http.GetAsync(service.AdminUrl + "/healthz/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync(service.AdminUrl + "/healthz/live")).StatusCode);
    }

    [Fact]
    public async Task The_metrics_endpoint_shows_the_products_instruments()
    {
        Instruments.Counter(MetricNames.Retries).WithLabels("hosting-test").Inc(3);
        await using var service = await TestService.Start();
        var scrape = PrometheusText.Parse(Encoding.UTF8.GetBytes(await service.Http.GetStringAsync(service.AdminUrl + "/metrics")));
        Assert.Equal(3, scrape.Value("sageserve_retries_total", ("model", "hosting-test")));
    }

    [Fact]
    public async Task The_version_names_the_service()
    {
        await using var service = await TestService.Start();
        Assert.StartsWith("""{"name":"test","version":"0.""", await service.Http.GetStringAsync(service.AdminUrl + "/version"));
    }

    [Fact]
    public async Task The_config_file_loses_to_the_command_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.json", """{ "Sample": { "Url": "from file", "Count": 3 } }""");
        await using var service = await TestService.Start(args: ["--exit-with-parent-not", "x", "--config", file, "--Sample:Count=4"]);
        Assert.Equal("from file", service.App.Configuration["Sample:Url"]);
        Assert.Equal("4", service.App.Configuration["Sample:Count"]);
    }

    [Fact]
    public void A_missing_or_broken_config_file_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var broken = folder.Write("broken.json", "{ \"a\": ");
        var missing = Assert.Throws<ConfigurationProblemsException>(() => Build("--config", folder["none.json"]));
        Assert.Contains("there is no such file", missing.Message);
        var unreadable = Assert.Throws<ConfigurationProblemsException>(() => Build("--config", broken));
        Assert.Contains("cannot be read as JSON", unreadable.Message);
    }

    [Fact]
    public async Task The_envelope_section_sets_the_second_clock()
    {
        await using var plain = await TestService.Start();
        Assert.Equal(1, plain.App.Services.GetRequiredService<EnvelopeClock>().Document.Speed);
        await using var fast = await TestService.Start(args:
            ["--Envelope:RealEpoch=2026-03-02T08:00:00Z", "--Envelope:EnvelopeEpoch=2026-01-05T00:00:00Z", "--Envelope:Speed=96"]);
        var clock = fast.App.Services.GetRequiredService<EnvelopeClock>();
        var real = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 1, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 1, 36, 0, TimeSpan.Zero), clock.ToEnvelope(real).ToDateTimeOffset());
    }

    private static void Build(params string[] args) => WebApplication.CreateSlimBuilder(args).AddServiceDefaults("test");

    private sealed class SwitchedCheck : IReadinessCheck
    {
        public string? Because { get; set; }

        public string Name => "switched";

        public string? NotReadyBecause() => Because;
    }
}
