using Microsoft.Extensions.Options;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>What the host of a region's emulated replicas is made of.</summary>
internal static class EmulatorServices
{
    public const string ServiceName = "sageserve-vllm-emulator";

    public static IServiceCollection AddEmulator(this IServiceCollection services)
    {
        services.AddCheckedOptions<EmulatorOptions>(EmulatorOptions.Section);
        services.AddSingleton(s => CatalogReader.Read(s.GetRequiredService<IOptions<EmulatorOptions>>().Value.CatalogFile));
        services.AddSingleton<ReplicaFactory>();
        services.AddSingleton<ReplicaFleet>();
        services.AddSingleton<ControlApi>();
        services.AddSingleton<InitialReplicasStart>();
        services.AddSingleton<IReadinessCheck>(s => s.GetRequiredService<InitialReplicasStart>());
        services.AddHostedService(s => s.GetRequiredService<InitialReplicasStart>());
        return services;
    }
}
