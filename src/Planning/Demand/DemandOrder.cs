using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>A total order of bins: by series, then time. Told in any order, they are absorbed and recorded in this one.</summary>
internal sealed class DemandOrder : IComparer<DemandBin>
{
    public static readonly DemandOrder Instance = new();

    public static ImmutableArray<DemandBin> Sort(ImmutableArray<DemandBin> bins) => bins.Sort(Instance);

    public int Compare(DemandBin? x, DemandBin? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var order = x.Series.CompareTo(y.Series);
        order = order != 0 ? order : x.Start.CompareTo(y.Start);
        order = order != 0 ? order : x.Length.CompareTo(y.Length);
        order = order != 0 ? order : x.PromptTokensPerSecond.CompareTo(y.PromptTokensPerSecond);
        order = order != 0 ? order : x.OutputTokensPerSecond.CompareTo(y.OutputTokensPerSecond);
        return order != 0 ? order : x.RequestsPerSecond.CompareTo(y.RequestsPerSecond);
    }
}
