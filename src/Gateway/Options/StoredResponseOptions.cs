using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Engines keep the answers of <c>/v1/responses</c> in their own memory; the gateway remembers which one keeps which (section
/// <c>Gateway:StoredResponses</c>). At either limit a response is forgotten here: what refers to it is then 404.
/// </summary>
internal sealed record StoredResponseOptions : ICheckedOptions
{
    /// <summary>Responses; beyond it the oldest is forgotten. About 400 bytes each. 0 remembers none.</summary>
    [Range(0, 10_000_000)]
    public int MaxRemembered { get; init; } = 50_000;

    /// <summary>How long one is remembered after it was begun.</summary>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromHours(24);

    public IEnumerable<string> Problems()
    {
        if (RememberFor <= TimeSpan.Zero)
        {
            yield return "RememberFor must be positive.";
        }
    }
}
