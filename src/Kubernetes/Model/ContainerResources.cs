using System.Globalization;

namespace SageServe.Kubernetes;

/// <summary>What a container may use at most, by the resource's name.</summary>
public sealed record ContainerResources(IReadOnlyDictionary<string, string>? Limits = null)
{
    /// <summary>Whole GPUs of any maker (<c>nvidia.com/gpu</c>, <c>amd.com/gpu</c>); parts of one are not told as such.</summary>
    public int Gpus => (Limits ?? new Dictionary<string, string>()).Where(l => l.Key.EndsWith("/gpu", StringComparison.Ordinal))
        .Sum(l => int.TryParse(l.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);
}
