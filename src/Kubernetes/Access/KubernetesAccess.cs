using System.Security.Cryptography.X509Certificates;

namespace SageServe.Kubernetes;

/// <summary>Where the API server is and how to prove who we are.</summary>
public sealed record KubernetesAccess
{
    public required Uri Server { get; init; }

    /// <summary>The namespace to work in when none is given.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Asked for each request, because in-cluster tokens are replaced while the process runs.</summary>
    public Func<string?> Token { get; init; } = () => null;

    /// <summary>Who may sign the server's certificate; null trusts what the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>In a pod its service account; elsewhere <c>KUBECONFIG</c> or the usual file in the home folder.</summary>
    public static KubernetesAccess Find() => InClusterAccess.Find() ?? KubeConfigAccess.Load(KubeConfigAccess.DefaultFile());
}
