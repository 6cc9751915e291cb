namespace SageServe.Simulator;

/// <summary>Latencies of the requests of one tier, of any number of runs and models together.</summary>
internal sealed class TierLatencies
{
    private readonly QuantileSketch _ttft = new();
    private readonly QuantileSketch _tbt = new();
    private readonly QuantileSketch _e2e = new();

    public void Merge(TierReport tier)
    {
        _ttft.Merge(tier.Ttft);
        _tbt.Merge(tier.Tbt);
        _e2e.Merge(tier.E2e);
    }

    public void Merge(TierLatencies other)
    {
        _ttft.Merge(other._ttft);
        _tbt.Merge(other._tbt);
        _e2e.Merge(other._e2e);
    }

    /// <param name="prefix">Path of the tier, with its last dot.</param>
    public IEnumerable<Figure> Figures(string prefix) => LatencyFigures.Of(prefix, Quantiles.Of(_ttft), Quantiles.Of(_tbt), Quantiles.Of(_e2e));
}
