using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Usage is kept where patient work is: in Redis for all gateways together, else in a file of this one.</summary>
internal static class UsageStores
{
    public static IUsageStore Open(GatewayOptions options, SteadyClock clock) => options.Store.Kind == "redis"
        ? new RedisUsageStore(options.Store.Redis!, clock.Time)
        : new SqliteUsageStore(Path.Combine(options.DataDirectory, "usage.db"));
}
