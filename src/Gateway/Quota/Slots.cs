namespace SageServe.Gateway;

/// <summary>
/// Concurrent requests of one key; pure, and not safe for two threads. Linked, a gateway may take its part of what was free when last
/// heard of; cut off, its part of the limit, at least one.
/// </summary>
internal sealed class Slots(int limit)
{
    private int _more = -1;

    public int Limit { get; set; } = limit;

    public int InUse { get; private set; }

    /// <summary>All that it may take has been taken: the next report is due now.</summary>
    public bool IsUrgent => _more == 0;

    public bool Has(QuotaLink link) => link.Mode switch
    {
        QuotaMode.Alone => InUse < Limit,
        QuotaMode.Linked => _more < 0 ? InUse < Part(Limit, link) : _more > 0,
        _ => InUse < Math.Max(1, Limit / link.Gateways),
    };

    public void Enter()
    {
        InUse++;
        _more = _more > 0 ? _more - 1 : _more;
    }

    /// <summary>The place that was given up may be taken again here until the next report.</summary>
    public void Leave()
    {
        InUse--;
        _more = _more >= 0 ? _more + 1 : _more;
    }

    /// <param name="reported">In use here when it was told.</param>
    /// <param name="others">In use elsewhere.</param>
    /// <param name="link">How things stand.</param>
    public void Answered(int reported, int others, QuotaLink link) =>
        _more = Math.Max(0, Part(Math.Max(0, Limit - others - reported), link) - Math.Max(0, InUse - reported));

    private static int Part(int free, QuotaLink link) => (free + link.Gateways - 1) / link.Gateways;
}
