using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway;

/// <summary>The same for gateways that share a queue, and for no others: a region has one Redis, and each folder a file of its own.</summary>
internal static class StoreLabel
{
    public static string Of(GatewayOptions options)
    {
        if (options.Store.Kind == "redis")
        {
            return options.Store.Kind;
        }

        var place = $"{Environment.MachineName}:{Path.GetFullPath(options.DataDirectory)}";
        return $"{options.Store.Kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 4))}";
    }
}
