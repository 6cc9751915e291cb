using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SageServe.Feed.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task A_span_reaches_the_exporter_with_the_resource()
    {
        using var source = new ActivitySource("feed-tests-exported");
        var exporter = new ListExporter();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("test-service"))
            .WithTracing(t => t.AddSource(source.Name).AddProcessor(_ => new SimpleActivityExportProcessor(exporter)));
        using var host = builder.Build();
        await host.StartAsync();

        using (var span = source.StartActivity("work"))
        {
            Assert.NotNull(span);
            span.SetTag("answer", 42);
        }

        await host.StopAsync();
        var exported = Assert.Single(exporter.Spans);
        Assert.Equal("work", exported.OperationName);
        Assert.Equal(42, exported.GetTagItem("answer"));
        Assert.Contains(exporter.Resource!.Attributes, a => a is { Key: "service.name", Value: "test-service" });
    }

    [Fact]
    public async Task Two_calls_start_one_provider_with_the_sources_of_both()
    {
        using var first = new ActivitySource("feed-tests-first");
        using var second = new ActivitySource("feed-tests-second");
        var exporter = new ListExporter();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(first.Name).AddProcessor(new SimpleActivityExportProcessor(exporter)));
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(second.Name));
        Assert.Single(builder.Services, s => s.ServiceType == typeof(IHostedService));
        using var host = builder.Build();
        await host.StartAsync();
        first.StartActivity("a")?.Dispose();
        second.StartActivity("b")?.Dispose();
        Assert.Equal(["a", "b"], exporter.Spans.Select(s => s.OperationName));
    }

    [Fact]
    public async Task Nothing_is_recorded_before_the_host_starts()
    {
        using var source = new ActivitySource("feed-tests-not-started");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry().WithTracing(t => t.AddSource(source.Name));
        using var host = builder.Build();
        Assert.Null(source.StartActivity("early"));
        await host.StartAsync();
        using var span = source.StartActivity("late");
        Assert.NotNull(span);
    }
}
