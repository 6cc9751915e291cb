namespace SageServe.Simulator;

/// <summary>Turns the usage of pools into their reports and the total.</summary>
internal static class CapacityTally
{
    /// <summary>What the paper charges for a start on a machine that had the model, in hours.</summary>
    public const double ReclaimHours = 2.5 / 60;

    /// <summary>What the paper charges for any other start, in hours.</summary>
    public const double OtherStartHours = 10.0 / 60;

    public static PoolReport Pool(PoolId pool, PoolUsage usage, ServingCatalog catalog, PriceOptions prices)
    {
        var accelerator = catalog.Accelerator(pool.Accelerator);
        var hours = Hours(usage.HeldTicks + usage.KeptTicks) * accelerator.Gpus;
        var capacity = new CapacityReport
        {
            CostUsd = hours * UsdPerGpuHour(accelerator, pool.CapacityType, prices),
            WastedGpuHours = Hours(usage.StartUpTicks + usage.DrainTicks + usage.KeptTicks) * accelerator.Gpus,
            WastedGpuHoursPaper = PaperHours(usage) * accelerator.Gpus,
            IdleGpuHours = Hours(usage.IdleTicks) * accelerator.Gpus,
            DonatedGpuHours = Hours(usage.DonatedTicks) * accelerator.Gpus,
            ScaleOuts = usage.ScaleOuts,
            ScaleIns = usage.ScaleIns,
            NeverReady = usage.NeverReady,
            Lost = usage.Lost,
            Starts = Starts(usage),
        };
        return new PoolReport(pool.ToString(), hours, usage.Started, usage.Peak, capacity) { Model = pool.Model, Serving = usage.Serving.Report() };
    }

    public static CapacityReport Total(List<PoolReport> pools)
    {
        var parts = pools.ConvertAll(p => p.Capacity);
        var starts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (kind, count) in parts.SelectMany(p => p.Starts))
        {
            starts[kind] = starts.GetValueOrDefault(kind) + count;
        }

        return new CapacityReport
        {
            CostUsd = parts.Sum(p => p.CostUsd),
            WastedGpuHours = parts.Sum(p => p.WastedGpuHours),
            WastedGpuHoursPaper = parts.Sum(p => p.WastedGpuHoursPaper),
            IdleGpuHours = parts.Sum(p => p.IdleGpuHours),
            DonatedGpuHours = parts.Sum(p => p.DonatedGpuHours),
            ScaleOuts = parts.Sum(p => p.ScaleOuts),
            ScaleIns = parts.Sum(p => p.ScaleIns),
            NeverReady = parts.Sum(p => p.NeverReady),
            Lost = parts.Sum(p => p.Lost),
            Starts = starts,
        };
    }

    private static double UsdPerGpuHour(AcceleratorSpec accelerator, CapacityType type, PriceOptions prices) => type == CapacityType.Spot
        ? accelerator.SpotUsdPerGpuHour ?? accelerator.UsdPerGpuHour * prices.SpotShare
        : accelerator.UsdPerGpuHour;

    private static double PaperHours(PoolUsage usage)
    {
        var hours = 0.0;
        foreach (var kind in Enum.GetValues<StartKind>())
        {
            hours += usage.Starts(kind) * PaperHours(kind);
        }

        return hours;
    }

    private static double PaperHours(StartKind kind) => kind switch
    {
        StartKind.Initial => 0,
        StartKind.Reclaim or StartKind.WakeFromRam or StartKind.WakeFromDisk or StartKind.Standby => ReclaimHours,
        _ => OtherStartHours,
    };

    private static SortedDictionary<string, int> Starts(PoolUsage usage)
    {
        var starts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var kind in Enum.GetValues<StartKind>())
        {
            if (usage.Starts(kind) > 0)
            {
                starts.Add(kind.WireName(), usage.Starts(kind));
            }
        }

        return starts;
    }

    private static double Hours(long ticks) => ticks / (double)TimeSpan.TicksPerHour;
}
