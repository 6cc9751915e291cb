namespace SageServe.Cli;

/// <summary>What the flags of <c>compare</c> say, before anything is looked up.</summary>
internal sealed record CompareOptions
{
    public required string Scenario { get; init; }

    public string? Data { get; init; }

    public required string Strategies { get; init; }

    public int Seeds { get; init; } = 5;

    public ulong FirstSeed { get; init; } = 1;

    public int Jobs { get; init; } = 1;

    public string? Duration { get; init; }

    public IReadOnlyList<string> Set { get; init; } = [];

    public IReadOnlyList<string> Sweep { get; init; } = [];

    public IReadOnlyList<string> AddRegion { get; init; } = [];

    public IReadOnlyList<string> Gpu { get; init; } = [];

    public IReadOnlyList<string> TierMix { get; init; } = [];

    /// <summary>The what-ifs make one variant instead of one each.</summary>
    public bool Together { get; init; }

    public string? Json { get; init; }

    public string? Html { get; init; }

    /// <summary>Bin length, or <c>auto</c>; null records a series only for the HTML report.</summary>
    public string? Series { get; init; }

    /// <summary>The switches that change something, as typed, for the report.</summary>
    public IEnumerable<string> Typed =>
    [
        .. Duration is null ? [] : new[] { $"--duration {Duration}" },
        .. Set.Select(v => $"--set {v}"), .. Sweep.Select(v => $"--sweep {v}"), .. AddRegion.Select(v => $"--add-region {v}"),
        .. Gpu.Select(v => $"--gpu {v}"), .. TierMix.Select(v => $"--tier-mix {v}"),
        .. Together ? new[] { "--together" } : [],
    ];
}
