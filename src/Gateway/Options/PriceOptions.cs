using System.ComponentModel.DataAnnotations;

namespace SageServe.Gateway;

/// <summary>What tenants pay for tokens of a model. Without one, a request costs the GPU time that it takes by the catalog's profiles and prices.</summary>
internal sealed record PriceOptions
{
    /// <summary>The catalog's id of the model, or a name that it is served under.</summary>
    [Required]
    public string Model { get; init; } = "";

    /// <summary>For example <c>non-interactive</c>; null: every tier without a price of its own.</summary>
    public string? Tier { get; init; }

    /// <summary>Price of a million prompt tokens.</summary>
    [Range(0.0, 1_000_000.0)]
    public double PromptUsdPerMillion { get; init; }

    /// <summary>Price of a million output tokens.</summary>
    [Range(0.0, 1_000_000.0)]
    public double OutputUsdPerMillion { get; init; }
}
