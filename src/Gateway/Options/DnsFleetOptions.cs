using System.Net;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Replicas found by name (section <c>Gateway:Fleet:Dns</c>).</summary>
internal sealed record DnsFleetOptions : ICheckedOptions
{
    public IReadOnlyList<DnsNameOptions> Names { get; init; } = [];

    /// <summary>Name server as address or address:port; null: the first one of <c>/etc/resolv.conf</c>.</summary>
    public string? Server { get; init; }

    /// <summary>Records are asked for again no sooner than this, however short they live.</summary>
    public TimeSpan LeastTtl { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>And no later than this, however long they live.</summary>
    public TimeSpan MostTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A replica whose address vanished takes nothing new, and is forgotten after this.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromMinutes(10);

    public IEnumerable<string> Problems()
    {
        if (Server is { } server && !IPEndPoint.TryParse(server, out _))
        {
            yield return $"Server '{server}' is not an address such as 10.96.0.10 or 10.96.0.10:53.";
        }

        if (LeastTtl < TimeSpan.FromMilliseconds(50) || MostTtl < LeastTtl || DrainFor < TimeSpan.Zero)
        {
            yield return "LeastTtl must be at least 00:00:00.050, MostTtl not less than it, and DrainFor not negative.";
        }
    }
}
