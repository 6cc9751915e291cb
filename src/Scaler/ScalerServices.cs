using Microsoft.Extensions.Options;
using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>Table of contents of what the scaler is made of.</summary>
internal static class ScalerServices
{
    public static IServiceCollection AddScaler(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ScalerOptions>(ScalerOptions.Section);
        services.AddSingleton(p => p.GetRequiredService<IOptions<ScalerOptions>>().Value);
        services.AddSingleton(p => CatalogReader.Read(p.GetRequiredService<ScalerOptions>().CatalogFile));
        services.AddSingleton(p => new PlanningCore(p.GetRequiredService<ServingCatalog>(), p.GetRequiredService<ScalerOptions>().Planning));
        services.AddSingleton<LiveConfiguration>();
        services.AddConfigurationReload<ScalerReload>();
        services.AddSingleton(_ => NewHttpClient());
        services.AddObservability();
        services.AddCollection(configuration[$"{ScalerOptions.Section}:Source:Kind"] ?? SourceOptions.Scrape);
        services.AddActuation(configuration[$"{ScalerOptions.Section}:Actuator:Kind"] ?? ActuatorOptions.Local);
        services.AddRegions(configuration.GetSection($"{ScalerOptions.Section}:Regional"));
        services.AddHostedService<ScaleLoop>();
        return services;
    }

    private static void AddCollection(this IServiceCollection services, string kind)
    {
        if (kind == SourceOptions.Prometheus)
        {
            services.AddSingleton<IDemandSource>(p => ActivatorUtilities.CreateInstance<PrometheusDemand>(p, PrometheusHttp.Create(p.GetRequiredService<ScalerOptions>().Source.Login, usesProxy: false)));
        }
        else
        {
            services.AddSingleton<GatewayScraper>();
            services.AddSingleton<ScrapedDemand>();
            services.AddSingleton<IDemandSource>(p => p.GetRequiredService<ScrapedDemand>());
            services.AddHostedService(p => p.GetRequiredService<ScrapedDemand>());
        }

        services.AddSingleton(p =>
        {
            var collector = ActivatorUtilities.CreateInstance<FactCollector>(p);
            collector.WarmUp(HistoryFile.Read(p.GetRequiredService<ScalerOptions>(), p.GetRequiredService<ILogger<FactCollector>>()), p.GetRequiredService<RecipeFile>().Read());
            collector.GoOn(p.GetRequiredService<ReceiptFile>().ReadOpen(), p.GetRequiredService<PlanPublisher>().Version);
            return collector;
        });
    }

    private static void AddActuation(this IServiceCollection services, string kind)
    {
        if (kind == ActuatorOptions.Cluster)
        {
            services.AddSingleton(ClusterServices.NewActuator);
            services.AddSingleton<IFleetActuator>(p => Within<KubernetesFleetActuator>(p));
            services.AddHostedService<KubernetesFleetLoop>();
        }
        else
        {
            services.AddSingleton<LocalFleetActuator>();
            services.AddSingleton<IFleetActuator>(p => Within<LocalFleetActuator>(p));
            services.AddHostedService<FleetReconcileLoop>();
        }

        services.AddSingleton<PlanPublisher>();
        services.AddSingleton<RecipeFile>();
        services.AddSingleton<ReceiptFile>();
        services.AddSingleton<ReceiptBook>();
        services.AddSingleton<CalendarFile>();
    }

    /// <summary>Acts only while this process may, and never in a dry run.</summary>
    private static LeadingActuator Within<T>(IServiceProvider services)
        where T : IFleetActuator =>
        new(new DryRunActuator(services.GetRequiredService<T>(), services.GetRequiredService<LiveConfiguration>()), services.GetRequiredService<ILeadership>());

    private static void AddObservability(this IServiceCollection services)
    {
        services.AddSingleton<ScalerMetrics>();
        services.AddSingleton<ScalerReadout>();
        services.AddSingleton(p => new DemandTrail(p.GetRequiredService<ScalerOptions>().Planning));
        services.AddSingleton<IReadinessCheck>(p => p.GetRequiredService<ScalerReadout>());
        services.AddSingleton(p => new TickSegments(p.GetRequiredService<DecisionLog>(), p.GetRequiredService<ScalerOptions>().Planning));
        services.AddSingleton<WantedBook>();
        services.AddSingleton<TickRecorder>();
        services.AddSingleton<StartReport>();
    }

    // Every call has a limit of its own; neighbours are reached directly, whatever proxy the machine's environment names.
    private static HttpClient NewHttpClient() => new(new ConnectFaults(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseProxy = false,
    }))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
