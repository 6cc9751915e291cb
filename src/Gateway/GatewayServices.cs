using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SageServe.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>Table of contents: what the gateway is made of, one method per feature.</summary>
internal static class GatewayServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddConfigured()
        .AddIngress()
        .AddIdentity()
        .AddQuota()
        .AddDispatch()
        .AddForwarding()
        .AddFleet()
        .AddSiblings()
        .AddDemand()
        .AddBatch()
        .AddObservability()
        .AddExplain()
        .AddLimits()
        .AddAdmin();

    private static IServiceCollection AddConfigured(this IServiceCollection services) => services
        .AddCheckedOptions<GatewayOptions>(GatewayOptions.Section)
        .AddSingleton(s => s.GetRequiredService<IOptions<GatewayOptions>>().Value)
        .AddSingleton(s => CatalogFile.Load(s.GetRequiredService<GatewayOptions>()))
        .AddSingleton<LiveConfiguration>()
        .AddSingleton<RunTimeLimits>()
        .AddConfigurationReload<GatewayReload>();

    private static IServiceCollection AddIngress(this IServiceCollection services) => services
        .AddSingleton<ServedModels>()
        .AddSingleton<OutputEstimates>()
        .AddSingleton<PromptEstimates>()
        .AddSingleton(s => 
        {
            var live = s.GetRequiredService<LiveConfiguration>();
            return new PriorityRamp(() => live.Current.Options.PriorityRamp);
        })
        .AddSingleton<EnginePriorities>()
        .AddSingleton<TenantCaches>()
        .AddSingleton<SessionNames>()
        .AddSingleton<KnownResponses>()
        .AddSingleton<PriorResponses>()
        .AddSingleton<SiblingResponses>()
        .AddSingleton<ResponseWordEndpoint>()
        .AddSingleton<ResponsesEndpoint>()
        .AddSingleton<Intake>()
        .AddSingleton<GatewayPipeline>()
        .AddSingleton<PassThroughPaths>();

    private static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddSingleton<KeyIdentity>()
        .AddSingleton<IReadinessCheck>(s => s.GetRequiredService<KeyIdentity>())
        .AddSingleton<KeysEndpoint>();

    private static IServiceCollection AddQuota(this IServiceCollection services) => services
        .AddSingleton<PriceList>()
        .AddSingleton(s => UsageStores.Open(s.GetRequiredService<GatewayOptions>(), s.GetRequiredService<SteadyClock>()))
        .AddSingleton(s => s.GetRequiredService<GatewayOptions>().Usage)
        .AddSingleton<UsageLedger>()
        .AddHostedService(s => s.GetRequiredService<UsageLedger>())
        .AddSingleton<UsageMeter>()
        .AddSingleton<UsageEndpoint>()
        .AddSingleton<QuotaMetrics>()
        .AddSingleton<QuotaDesk>()
        .AddSingleton<LimitedLists>()
        .AddHostedService<QuotaSync>();

    private static IServiceCollection AddDispatch(this IServiceCollection services) => services
        .AddSingleton<DispatchTable>()
        .AddSingleton<RequestRun>()
        .AddSingleton<ReleasedRun>()
        .AddSingleton<IDeferredRunner, DeferredRunner>()
        .AddHostedService<ShutdownNotice>();

    private static IServiceCollection AddForwarding(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<TlsClients>()
        .AddSingleton<TlsListener>()
        .AddSingleton<EngineClient>()
        .AddSingleton<EngineKey>()
        .AddSingleton<PeerDirectory>()
        .AddSingleton<RelayReplays>()
        .AddSingleton<ReplicaPulses>()
        .AddSingleton<HangJudge>()
        .AddSingleton<UpstreamForwarder>()
        .AddSingleton<WarmUp>()
        .AddSingleton<IReadinessCheck>(s => s.GetRequiredService<WarmUp>())
        .AddHostedService(s => s.GetRequiredService<WarmUp>());

    private static Func<ServingCatalog> CatalogNow(LiveConfiguration live) => () => live.Current.Catalog;

    private static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<CurrentFleet>()
        .AddSingleton(s => FleetSources.Open(
            s.GetRequiredService<GatewayOptions>(), CatalogNow(s.GetRequiredService<LiveConfiguration>()), s.GetRequiredService<SteadyClock>(), s.GetRequiredService<ILogger<FleetDirectory>>()))
        .AddSingleton<FleetDirectory>()
        .AddHostedService(s => s.GetRequiredService<FleetDirectory>())
        .AddSingleton<FleetObserver>()
        .AddSingleton<PeerEndpoint>()
        .AddSingleton<ScrapeLoop>()
        .AddSingleton<IReadinessCheck>(s => s.GetRequiredService<ScrapeLoop>())
        .AddHostedService(s => s.GetRequiredService<ScrapeLoop>())
        .AddHostedService<HealthLoop>()
        .AddHostedService<PeerLoop>()
        .AddHostedService<PlanLoop>();

    private static IServiceCollection AddSiblings(this IServiceCollection services) => services
        .AddSingleton<SiblingIdentity>()
        .AddSingleton(s => new ShareWord(s.GetRequiredService<DispatchTable>().ReadKeptGateways))
        .AddSingleton<ReadingExchange>()
        .AddSingleton<ScrapeDivision>()
        .AddSingleton<ScrapeTurns>()
        .AddSingleton<SiblingMetrics>()
        .AddSingleton<SiblingEndpoint>()
        .AddSingleton<InFlightEndpoint>()
        .AddSingleton<SiblingParts>()
        .AddSingleton<SiblingLoop>()
        .AddSingleton<IReadinessCheck>(s => s.GetRequiredService<SiblingLoop>())
        .AddHostedService(s => s.GetRequiredService<SiblingLoop>())
        .AddSingleton<InFlightLoop>()
        .AddHostedService(s => s.GetRequiredService<InFlightLoop>());

    private static IServiceCollection AddDemand(this IServiceCollection services) => services
        .AddSingleton<DemandMeter>()
        .AddSingleton<DemandGauges>();

    private static IServiceCollection AddObservability(this IServiceCollection services) => services
        .AddSingleton<TenantLabels>()
        .AddSingleton<RequestObserver>()
        .AddSingleton<AttemptObserver>()
        .AddSingleton<HealthGauges>()
        .AddSingleton<PoolGauges>()
        .AddSingleton<PoolWorkGauges>()
        .AddSingleton<BacklogGauges>()
        .AddSingleton<FleetGauges>();

    private static IServiceCollection AddExplain(this IServiceCollection services) => services
        .AddSingleton<Stories>()
        .AddSingleton<StoriesEndpoint>();

    private static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<GatewayOptions, ConnectionLimit, TlsListener>(ListenerLimits.Apply);
        return services.AddSingleton<ConnectionLimit>().AddSingleton<ServerRefusals>();
    }

    private static IServiceCollection AddAdmin(this IServiceCollection services) => services
        .AddSingleton<AdminGate>()
        .AddSingleton<FleetEndpoint>()
        .AddSingleton<HeldEndpoint>()
        .AddSingleton<EngineTargets>()
        .AddConsole();
}
