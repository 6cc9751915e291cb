using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>What a scaler is made of beside the loop: who may act, and what other regions tell.</summary>
internal static class RegionalServices
{
    public static void AddRegions(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton(p => p.GetRequiredService<ScalerOptions>().Regional);
        AddLeadership(services, section["Leases:Kind"] ?? LeaseOptions.None, section["Leases:PlanName"] != "");
        if (string.IsNullOrWhiteSpace(section["Region"]))
        {
            services.AddSingleton<IRegionalView, OneForAll>();
            return;
        }

        services.AddSingleton<PeerSeals>();
        services.AddSingleton<PeerClient>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<PeerFacts>(p, p.GetRequiredService<ScalerOptions>().Planning));
        services.AddSingleton<RegionFactsDesk>();
        services.AddSingleton<IRegionalView, OneOfMany>();
        services.AddHostedService<PlanExchange>();
    }

    private static void AddLeadership(IServiceCollection services, string kind, bool keepsPlans)
    {
        if (kind != LeaseOptions.Cluster)
        {
            services.AddSingleton<ILeadership, FixedLeadership>();
            return;
        }

        services.AddSingleton(p => new LeaseParts(p.GetRequiredService<RegionalOptions>(), p.GetService<PeerClient>(), p.GetRequiredService<SteadyClock>().Time));
        services.AddSingleton(p => p.GetRequiredService<LeaseParts>().Desk);
        services.AddSingleton(p => p.GetRequiredService<LeaseParts>().Leadership(p.GetRequiredService<PlanPublisher>(), p.GetRequiredService<ILogger<LeaseLeadership>>()));
        services.AddSingleton<ILeadership>(p => p.GetRequiredService<LeaseLeadership>());
        services.AddHostedService(p => p.GetRequiredService<LeaseLeadership>());
        if (keepsPlans)
        {
            services.AddHostedService(p => ActivatorUtilities.CreateInstance<PlanShelf>(p, p.GetRequiredService<LeaseParts>().Plans));
        }
    }
}
