namespace SageServe.Routing;

/// <summary>
/// By how many gateways this one divides each replica's bound (DESIGN 6.2), such that all together keep to the whole while the number
/// changes and views differ by one change. More gateways: those that were here take the smaller share at once and say so when what they
/// have out keeps to it; the new one takes nothing until all have said so. Fewer: each takes the larger share when it knows. The last
/// known number holds while none is told. Shares are rounded down, so remainders stay unused; a replica on which this gateway has
/// nothing takes one request whatever the share, else small bounds would starve: that much the sum may be above the bound.
/// </summary>
/// <param name="configured">The number while none was ever told; at least 1.</param>
internal sealed class BoundDivision(int configured)
{
    private bool _wasTold;

    /// <summary>The number to divide by; 0: no share yet.</summary>
    public int By { get; private set; } = configured;

    /// <summary>The number whose share everything that is out keeps to; to be published. 0 before the first share.</summary>
    public int Kept { get; private set; } = configured;

    /// <summary>A new word on the number of gateways; null tells nothing.</summary>
    public void Update(GatewayCount? told)
    {
        if (told is null)
        {
            return;
        }

        Invariant.Holds(told.Live >= 1, "A gateway counts itself among the live ones");
        if (!_wasTold)
        {
            (_wasTold, By, Kept) = (true, 0, 0);
        }

        By = By > 0 ? told.Live : told.LeastKept >= told.Live ? told.LeastKept : 0;
        Kept = Math.Min(Kept, By);
    }

    /// <summary>To be called with whether all that is out keeps to the share.</summary>
    public void Settle(bool keepsToShare) => Kept = keepsToShare ? By : Kept;

    /// <summary>This gateway's share of a bound, rounded down.</summary>
    public long ShareOf(long whole) => By == 0 ? 0 : whole / By;
}
