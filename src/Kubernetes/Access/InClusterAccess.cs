using System.Security.Cryptography.X509Certificates;

namespace SageServe.Kubernetes;

/// <summary>Reads what Kubernetes gives every pod: address in the environment, token and authority as files.</summary>
public static class InClusterAccess
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Null outside a pod.</summary>
    public static KubernetesAccess? Find() => Find(ServiceAccount, Environment.GetEnvironmentVariable);

    internal static KubernetesAccess? Find(string folder, Func<string, string?> variable)
    {
        var host = variable("KUBERNETES_SERVICE_HOST");
        var tokenFile = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || !File.Exists(tokenFile))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(folder, "ca.crt"));
        var bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return new KubernetesAccess
        {
            Server = new Uri($"https://{bracketed}:{variable("KUBERNETES_SERVICE_PORT") ?? "443"}/"),
            Namespace = File.ReadAllText(Path.Combine(folder, "namespace")).Trim(),
            Token = () => File.ReadAllText(tokenFile).Trim(),
            Authorities = authorities,
        };
    }
}
