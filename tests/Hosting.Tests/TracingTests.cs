using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Hosting.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task Spans_of_the_product_reach_the_collector_that_the_usual_variable_names()
    {
        var received = new TaskCompletionSource<(string Path, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await Collector(received);
        using var source = new ActivitySource("SageServe.HostingTests");
        await using (await TestService.Start(args: [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]))
        {
            using var span = source.StartActivity("a-span-of-ours");
            Assert.NotNull(span);
        }

        var (path, body) = await received.Task.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("/v1/traces", path);
        Assert.Contains("a-span-of-ours", body);
        Assert.Contains("service.name", body);
    }

    [Fact]
    public async Task The_variable_for_traces_alone_names_the_whole_address_and_the_service_may_have_another_name()
    {
        var received = new TaskCompletionSource<(string Path, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await Collector(received);
        using var source = new ActivitySource("SageServe.HostingTests.Traces");
        string[] args =
        [
            $"--OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={collector.Urls.Single()}/own/path", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_SERVICE_NAME=gateway-of-ours", "--OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=staging",
        ];
        await using (await TestService.Start(args: args))
        {
            source.StartActivity("a-span-of-ours")?.Dispose();
        }

        var (path, body) = await received.Task.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("/own/path", path);
        Assert.Contains("gateway-of-ours", body);
        Assert.Contains("staging", body);
    }

    [Theory]
    [InlineData("--OTEL_SDK_DISABLED=true")]
    [InlineData("--OTEL_TRACES_EXPORTER=none")]
    public async Task Tracing_can_be_turned_off_where_a_collector_is_named(string off)
    {
        using var source = new ActivitySource("SageServe.HostingTests.Off" + off.Length);
        await using var service = await TestService.Start(args: ["--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", off]);
        Assert.Null(source.StartActivity("unseen"));
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_traced()
    {
        using var source = new ActivitySource("SageServe.HostingTests.Untraced");
        await using var service = await TestService.Start();
        Assert.Null(source.StartActivity("unseen"));
    }

    [Fact]
    public async Task The_framework_makes_no_span_of_its_own_for_a_request_that_nobody_traces()
    {
        Activity? seen = null;
        await using var service = await TestService.Start(
            configure: builder => builder.Logging.AddSimpleConsole(),
            map: (app, _) => app.MapGet("/see", () =>
            {
                seen = Activity.Current;
            }));
        using var answer = await service.Http.GetAsync(new Uri(service.PublicUrl + "/see"));
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Null(seen);
    }

    private static async Task<WebApplication> Collector(TaskCompletionSource<(string, string)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.TrySetResult((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync();
        return app;
    }
}
