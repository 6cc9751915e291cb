using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Admin addresses of the gateways that are asked: those of the configuration, and pods that a selector finds.</summary>
internal sealed class GatewayList(KubernetesOptions options, LiveConfiguration live, ClusterWatch watch)
{
    private readonly PodSelector? _selector = options.GatewaySelector is { } text ? PodSelector.Parse(text) : null;

    public IReadOnlyCollection<string> Addresses =>
    [
        .. live.Current.Options.Source.Gateways.Where(g => g.Region == options.Region).Select(g => g.AdminUrl.TrimEnd('/')).Concat(Pods()).Distinct(),
    ];

    // One that goes or is not ready may still hold requests; only without an address nobody can be asked, and nothing was ever sent to it.
    private IEnumerable<string> Pods() => _selector is null ? [] : watch.Pods(_selector)
        .Where(p => !p.HasEnded && p.Source.Status.PodIp is { Length: > 0 } && p.Class >= PodClass.Unknown)
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"http://{Host(p.Source.Status.PodIp!)}:{options.GatewayPort}"));

    private static string Host(string ip) => ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip;
}
