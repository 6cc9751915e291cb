using System.ComponentModel.DataAnnotations;

namespace SageServe.Gateway;

/// <summary>A gateway of another region; one entry for each, or one for the balancer before them.</summary>
internal sealed record PeerOptions
{
    /// <summary>The region that it is a gateway of.</summary>
    [Required]
    public string Region { get; init; } = "";

    /// <summary>Its public address: relayed requests and summaries.</summary>
    [Required]
    public string Url { get; init; } = "";

    /// <summary>Its admin address, for the console.</summary>
    public string? AdminUrl { get; init; }
}
