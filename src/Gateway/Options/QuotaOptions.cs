using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How limits of keys are kept (section <c>Gateway:Quota</c>).</summary>
internal sealed record QuotaOptions : ICheckedOptions
{
    /// <summary>host:port (more as at <c>Store:Redis</c>) of the Redis in which gateways share limits; null: each gateway keeps them alone, also across regions.</summary>
    public string? Redis { get; init; }

    /// <summary>Pause between two reports of a key in use. A tenant's use at other gateways is seen this late.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gateways that share the limits, as long as Redis has never said how many there are.</summary>
    [Range(1, 1000)]
    public int Gateways { get; init; } = 1;

    public IEnumerable<string> Problems()
    {
        if (Beat < TimeSpan.FromMilliseconds(20) || Beat > Allowance.SliceExpiry)
        {
            yield return "Beat must be within 00:00:00.020 and 00:00:02.";
        }
    }
}
