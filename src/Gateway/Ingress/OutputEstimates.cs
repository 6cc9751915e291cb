using System.Collections.Frozen;

namespace SageServe.Gateway;

/// <summary>Expected output of a request: a slow moving mean of what its model and tier gave, within what the client allows.</summary>
internal sealed class OutputEstimates
{
    private const double Weight = 0.05;

    private readonly FrozenDictionary<ModelId, double[]> _means;

    public OutputEstimates(ServingCatalog catalog, GatewayOptions options)
    {
        _means = catalog.Models.ToFrozenDictionary(
            m => m.Id,
            _ => Enumerable.Repeat((double)options.InitialOutputTokens, ServiceTiers.All.Length).ToArray());
    }

    public int Of(ModelId model, ServiceTier tier, ParsedBody body)
    {
        var mean = Volatile.Read(ref _means[model][(int)tier]);
        var each = body.MaxTokens is { } limit ? (body.IgnoresEnd ? limit : Math.Min(limit, mean)) : mean;
        return (int)Math.Clamp(each * body.Choices, 1, int.MaxValue);
    }

    /// <summary>A lost update of two at once moves the mean by nothing that matters.</summary>
    public void Observe(ModelId model, ServiceTier tier, int outputTokens)
    {
        ref var mean = ref _means[model][(int)tier];
        Volatile.Write(ref mean, Volatile.Read(ref mean) + Weight * (outputTokens - Volatile.Read(ref mean)));
    }
}
