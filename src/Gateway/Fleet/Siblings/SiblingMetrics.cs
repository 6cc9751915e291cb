using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How many gateways this one knows of, and what it reads for them.</summary>
internal sealed class SiblingMetrics
{
    private readonly Gauge _live = Instruments.Gauge(MetricNames.SiblingsLive);
    private readonly Gauge _dividedBy = Instruments.Gauge(MetricNames.BoundDividedBy);
    private readonly Gauge _cut = Instruments.Gauge(MetricNames.SiblingsCut);
    private readonly Gauge _prompts = Instruments.Gauge(MetricNames.SiblingPromptTokens);
    private readonly Counter _own = Instruments.Counter(MetricNames.EngineScrapes);

    /// <param name="live">Live gateways, this one too.</param>
    /// <param name="dividedBy">By how many bounds are divided; 0 without a share.</param>
    /// <param name="isCut">The registry cannot be reached.</param>
    public void Set(int live, int dividedBy, bool isCut)
    {
        _live.Set(live);
        _dividedBy.Set(dividedBy);
        _cut.Set(isCut ? 1 : 0);
    }

    /// <summary>What the others have outstanding.</summary>
    public void Told(long promptTokens) => _prompts.Set(promptTokens);

    public void Scraped(bool isMine) => _own.WithLabels(isMine ? "own" : "stand-in").Inc();
}
