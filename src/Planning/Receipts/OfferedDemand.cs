namespace SageServe.Planning;

/// <summary>Demand that was offered to a deployment, bin by bin. A bin that one of its series lacks is not known.</summary>
/// <param name="deployment">Counted where it entered.</param>
/// <param name="tiers">Of which tiers.</param>
/// <param name="silentBins">A series that was silent for longer counts as gone.</param>
internal sealed class OfferedDemand(DeploymentId deployment, TierSet tiers, long silentBins)
{
    private DemandSeries[] _series = [];
    private int _known;

    /// <summary>Some demand was told at some time.</summary>
    public bool HasBegun => _series.Length > 0;

    /// <summary>Prompt tokens per second; null where not known.</summary>
    public double? At(DemandHistory history, long bin)
    {
        Find(history);
        double sum = 0;
        var told = false;
        foreach (var series in _series)
        {
            if (series.TryGet(bin, out var rates))
            {
                sum += rates.PromptTokens;
                told = true;
            }
            else if (series.Oldest <= bin && bin - series.Newest <= silentBins)
            {
                return null;
            }
        }

        return told ? sum : null;
    }

    /// <summary>Series are only ever added.</summary>
    private void Find(DemandHistory history)
    {
        if (_known == history.Series.Count)
        {
            return;
        }

        _known = history.Series.Count;
        _series = [.. history.Series.Where(s => s.Key.Model == deployment.Model && s.Key.Origin == deployment.Region && tiers.Contains(s.Key.Tier)).Select(s => s.Value)];
    }
}
