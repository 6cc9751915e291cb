namespace SageServe.Planning;

/// <summary>The level of demand over one length of time, and how far off it was as an expectation at the lead and to the end of what is kept for.</summary>
/// <param name="terms">What is asked for.</param>
/// <param name="bins">Of which the level is the mean.</param>
internal sealed class LevelTrack(in OutlookTerms terms, int bins)
{
    private readonly Queue<double> _window = new();
    private double _sum;

    public int Bins => bins;

    public LeadErrors Lead { get; } = new(terms.Quantile, terms.Memory);

    public LeadErrors Keep { get; } = new(terms.Quantile, terms.Memory);

    /// <summary>Null while nothing is known.</summary>
    public double? Level => _window.Count > 0 ? Math.Max(0, _sum / _window.Count) : null;

    /// <summary>True once the level is a mean over as long as it should be.</summary>
    public bool IsFull => _window.Count >= bins;

    public void Take(long bin, double demand)
    {
        Lead.Settle(bin, demand);
        Keep.Settle(bin, demand);
        _sum += demand;
        _window.Enqueue(demand);
        while (_window.Count > bins)
        {
            _sum -= _window.Dequeue();
        }
    }
}
