namespace SageServe.Routing;

/// <summary>The release rules by the names that configuration uses.</summary>
public static class ReleaseRules
{
    internal const string Valley = "valley";
    private const string Aimd = "aimd";
    private const string Paper = "paper";
    private static readonly string[] Known = [Valley, Aimd, Paper];

    public static IReadOnlyList<string> Names => Known;

    /// <exception cref="ArgumentException">The options name no rule.</exception>
    internal static IReleaseRule Make(ReleaseOptions options) => options.Rule switch
    {
        Valley => new ValleyRule(options),
        Aimd => new AimdRule(options),
        Paper => new PaperRule(options),
        _ => throw new ArgumentException($"Release.Rule '{options.Rule}' is not known; use {string.Join(", ", Known)}.", nameof(options)),
    };
}
