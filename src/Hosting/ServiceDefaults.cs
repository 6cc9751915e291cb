using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Prometheus;

namespace SageServe.Hosting;

/// <summary>What all executables have in common. Call both methods, then run the application.</summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Configuration (<c>--config FILE</c> below environment and command line), logs on stderr, clocks, drain signal, decision log,
    /// readiness, tracing when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and <c>--exit-with-parent</c>.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string serviceName)
    {
        ConfigurationFailure.EndReadably();
        Prometheus.Metrics.SuppressDefaultMetrics();
        var withParent = CommandLine.TakeExitWithParent(builder.Configuration);
        CommandLine.AddConfigFile(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        ServiceLogging.Add(builder);
        ServiceTracing.Add(builder, serviceName);
        AddServices(builder.Services, serviceName, withParent);
        return builder;
    }

    /// <summary>
    /// Checks all options, then maps <c>/healthz/live</c>, <c>/healthz/ready</c>, <c>/metrics</c> and <c>/version</c> on the
    /// listener of <paramref name="adminUrl"/> only.
    /// </summary>
    /// <exception cref="ConfigurationProblemsException">Options have problems; all are listed.</exception>
    public static WebApplication MapServiceDefaults(this WebApplication app, string adminUrl)
    {
        CheckedOptions.RequireNoProblems(app.Services);

        // Set here and not where options are bound: the host reads these while it is built, before all problems can be listed.
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout =
            app.Services.GetRequiredService<IOptions<DrainOptions>>().Value.Limit;
        var service = app.Services.GetRequiredService<ServiceName>().Value;
        foreach (var endpoint in HealthEndpoints.Map(app, service))
        {
            endpoint.OnListener(adminUrl);
        }

        ProcessMetrics.Register(service);
        app.MapMetrics().OnListener(adminUrl);
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.Started(service, ServiceVersion.Current, adminUrl));
        return app;
    }

    private static void AddServices(IServiceCollection services, string serviceName, bool withParent)
    {
        services.AddSingleton(new ServiceName(serviceName));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SteadyClock>();
        services.AddSingleton<OptionsProblems>();
        services.AddCheckedOptions<EnvelopeOptions>(EnvelopeOptions.Section);
        services.AddSingleton(s => new EnvelopeClock(
            s.GetRequiredService<SteadyClock>(),
            s.GetRequiredService<IOptions<EnvelopeOptions>>().Value.ToDocument()));

        services.AddCheckedOptions<DecisionLogOptions>(DecisionLogOptions.Section);
        services.AddSingleton(s => new DecisionLog(
            s.GetRequiredService<IOptions<DecisionLogOptions>>().Value,
            s.GetRequiredService<ILogger<DecisionLog>>()));

        services.AddCheckedOptions<DrainOptions>(DrainOptions.Section);
        services.AddSingleton<DrainSignal>();
        services.AddSingleton(new ParentWatchOptions(withParent));
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        if (withParent)
        {
            services.AddSingleton<IHostedService>(s => ActivatorUtilities.CreateInstance<ParentWatch>(s, (Func<Stream>)Console.OpenStandardInput));
        }

        services.AddSingleton<IReadinessCheck, StartedCheck>();
        services.AddSingleton<IReadinessCheck, DrainCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerMatcherPolicy>());
    }
}
