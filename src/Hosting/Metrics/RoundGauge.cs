using Prometheus;

namespace SageServe.Hosting;

/// <summary>A gauge whose series come and go: what a round does not set is taken away at its end, so that no figure stays behind.</summary>
public sealed class RoundGauge(Gauge gauge)
{
    private readonly Dictionary<string, (string[] Labels, long Round)> _series = new(StringComparer.Ordinal);
    private long _round;

    /// <summary>Sets one series of this round.</summary>
    public void Set(string[] labels, double value)
    {
        _series[string.Join('\n', labels)] = (labels, _round);
        gauge.WithLabels(labels).Set(value);
    }

    /// <summary>Takes away what this round did not set.</summary>
    public void EndRound()
    {
        foreach (var (key, series) in _series.Where(s => s.Value.Round < _round).ToArray())
        {
            gauge.RemoveLabelled(series.Labels);
            _series.Remove(key);
        }

        _round++;
    }
}
