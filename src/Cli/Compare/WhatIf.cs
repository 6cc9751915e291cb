using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>Reads the what-if switches: each becomes a variant beside the unchanged scenario, or all of them one.</summary>
internal static class WhatIf
{
    /// <summary>All of them in one variant, each on top of those before it: regions, then hardware, then tiers.</summary>
    public static ComparisonVariant Together(IScenarioSource source, IEnumerable<string> regions, IEnumerable<string> gpus, IReadOnlyCollection<string> tiers)
    {
        if (tiers.Count > 1)
        {
            throw new BadInputException($"--tier-mix is given {tiers.Count} times, and one run has one mix. Give all tiers at once: TIER=WEIGHT,TIER=WEIGHT.");
        }

        var parts = new List<ComparisonVariant>();
        void Add(Func<IScenarioSource, string, ComparisonVariant> make, IEnumerable<string> texts) =>
            parts.AddRange(texts.Select(text => make(parts.Count == 0 ? source : parts[^1].Source, text)));
        Add(Region, regions);
        Add(Gpu, gpus);
        Add(Tiers, tiers);
        return new ComparisonVariant(string.Join(' ', parts.Select(p => p.Name)), [.. parts.SelectMany(p => p.Changes)], parts.Count == 0 ? source : parts[^1].Source);
    }

    /// <summary><c>NAME</c> or <c>NAME:like=REGION</c>.</summary>
    public static ComparisonVariant Region(IScenarioSource source, string text)
    {
        var parts = text.Split(":like=");
        if (parts.Length > 2 || parts.Any(p => p.Length == 0 || p.Contains(':', StringComparison.Ordinal)))
        {
            throw new BadInputException($"--add-region '{text}' is not understood. Write NAME or NAME:like=REGION.");
        }

        var added = new AddedRegion(new RegionId(parts[0]), parts.Length == 2 ? new RegionId(parts[1]) : null);
        return Variant("--add-region", text, source, added.Apply);
    }

    /// <summary><c>MODEL=ACCELERATOR</c>.</summary>
    public static ComparisonVariant Gpu(IScenarioSource source, string text)
    {
        var (model, accelerator) = Pair("--gpu", text, "MODEL=ACCELERATOR");
        var moved = new MovedModel(new ModelId(model), new AcceleratorId(accelerator));
        return Variant("--gpu", text, source, (scenario, _) => moved.Apply(scenario));
    }

    /// <summary><c>TIER=WEIGHT,...</c>; tiers that are not named have none.</summary>
    public static ComparisonVariant Tiers(IScenarioSource source, string text)
    {
        var weights = new double[ServiceTiers.All.Length];
        foreach (var part in text.Split(','))
        {
            var (name, value) = Pair("--tier-mix", part, "TIER=WEIGHT");
            var tier = ServiceTiers.All.Select(t => (ServiceTier?)t).FirstOrDefault(t => t!.Value.WireName() == name)
                ?? throw new BadInputException($"--tier-mix: there is no tier '{name}'; there are {string.Join(", ", ServiceTiers.All.Select(t => t.WireName()))}.");
            weights[(int)tier] = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
                ? weight
                : throw new BadInputException($"--tier-mix: '{value}' is no weight. Write a number such as 0.5.");
        }

        return weights.Sum() > 0
            ? Variant("--tier-mix", text, source, new TierMix([.. weights]).Apply)
            : throw new BadInputException("--tier-mix: all weights are 0.");
    }

    internal static (string Key, string Value) Pair(string flag, string text, string form)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? (text[..at], text[(at + 1)..])
            : throw new BadInputException($"{flag} '{text}' is not understood. Write {form}.");
    }

    private static ComparisonVariant Variant(string flag, string text, IScenarioSource source, Func<SimulationScenario, ulong, SimulationScenario> change) =>
        new($"{flag} {text}", [new(flag.TrimStart('-'), text)], new ChangedSource(source, $"{flag} {text}", change));
}
