using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// What the whole fleet may still take within the operator's budget in GPUs and in money. All that is held counts: a replica that starts or
/// drains is paid for too.
/// </summary>
internal sealed class FleetBudget
{
    private readonly ServingCatalog _catalog;
    private readonly GuardrailOptions _options;
    private int _gpus;
    private double _usdPerHour;

    public FleetBudget(ServingCatalog catalog, GuardrailOptions options) => (_catalog, _options) = (catalog, options);

    /// <summary>USD an hour of one replica; at the list price where a spot price is not known.</summary>
    public static double UsdPerHour(ServingCatalog catalog, PoolId pool)
    {
        var accelerator = catalog.Accelerator(pool.Accelerator);
        return accelerator.Gpus * (pool.CapacityType == CapacityType.Spot ? accelerator.SpotUsdPerGpuHour ?? accelerator.UsdPerGpuHour : accelerator.UsdPerGpuHour);
    }

    /// <summary>More is held than the operator pays for: a budget was cut.</summary>
    public bool IsExceeded => _gpus > _options.BudgetGpus || _usdPerHour > _options.BudgetUsdPerHour + 1e-9;

    /// <summary>Replicas of the pool that still fit.</summary>
    public int Room(PoolId pool)
    {
        var gpus = _options.BudgetGpus is { } most ? (most - _gpus) / Math.Max(1, _catalog.Accelerator(pool.Accelerator).Gpus) : int.MaxValue;
        var price = UsdPerHour(_catalog, pool);
        var paid = _options.BudgetUsdPerHour is { } usd && price > 0 ? Math.Min(int.MaxValue, Math.Floor((usd - _usdPerHour) / price + 1e-9)) : int.MaxValue;
        return Math.Max(0, Math.Min(gpus, (int)Math.Max(0, paid)));
    }

    public void Take(PoolId pool, int replicas)
    {
        _gpus += replicas * _catalog.Accelerator(pool.Accelerator).Gpus;
        _usdPerHour += replicas * UsdPerHour(_catalog, pool);
    }

    public string Told() => string.Create(
        CultureInfo.InvariantCulture,
        $"The fleet holds {_gpus} GPUs for {_usdPerHour:0.##} USD/h; the budget is {(_options.BudgetGpus is { } gpus ? $"{gpus} GPUs" : "any number of GPUs")} and {(_options.BudgetUsdPerHour is { } usd ? $"{usd:0.##} USD/h" : "any price")}.");
}
