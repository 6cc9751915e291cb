using System.CommandLine;

namespace SageServe.Cli;

/// <summary>The what-if switches, for every verb that has them.</summary>
internal static class WhatIfFlags
{
    public static Option<string[]> AddRegion() => new("--add-region") { Description = "What if there were another region: NAME or NAME:like=REGION." };

    public static Option<string[]> Gpu() => new("--gpu") { Description = "What if a model ran on other hardware: MODEL=ACCELERATOR." };

    public static Option<string[]> TierMix() => new("--tier-mix") { Description = "What if the tiers had other shares: TIER=WEIGHT,...." };
}
