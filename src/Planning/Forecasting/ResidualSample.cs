namespace SageServe.Planning;

/// <summary>Weighted residuals (logarithms of what came over what was forecast) and their quantiles.</summary>
internal sealed class ResidualSample
{
    /// <summary>Fewer say nothing of the tails.</summary>
    public const int Least = 12;

    /// <summary>Above this level (and below its mirror) a sample is thin: the tail is taken to fall off exponentially from there.</summary>
    private const double TailFrom = 0.9;

    private readonly List<(double Value, double Weight)> _residuals = [];
    private double _weight;
    private bool _sorted;

    public int Count => _residuals.Count;

    public void Clear()
    {
        _residuals.Clear();
        _weight = 0;
    }

    public void Add(double value, double weight)
    {
        _residuals.Add((value, weight));
        _weight += weight;
        _sorted = false;
    }

    /// <summary>The quantile at this level of a sample that is not empty.</summary>
    public double Quantile(double level)
    {
        Invariant.Holds(Count > 0, "a quantile needs a residual");
        if (!_sorted)
        {
            _residuals.Sort(static (a, b) => a.Value.CompareTo(b.Value));
            _sorted = true;
        }

        return level > TailFrom ? Upper(level) : level < 1 - TailFrom ? Lower(level) : Within(level);
    }

    /// <summary>Linear between the middles of the residuals' weights.</summary>
    private double Within(double level)
    {
        var need = level * _weight;
        double before = 0;
        for (var i = 0; i < Count; i++)
        {
            var (value, weight) = _residuals[i];
            var middle = before + weight / 2;
            if (middle >= need)
            {
                var previous = i == 0 ? (value, 0.0) : (_residuals[i - 1].Value, before - _residuals[i - 1].Weight / 2);
                return middle > previous.Item2 ? previous.Item1 + (value - previous.Item1) * (need - previous.Item2) / (middle - previous.Item2) : value;
            }

            before += weight;
        }

        return _residuals[^1].Value;
    }

    private double Upper(double level)
    {
        var edge = Within(TailFrom);
        double excess = 0;
        double weight = 0;
        foreach (var (value, w) in _residuals)
        {
            excess += value > edge ? w * (value - edge) : 0;
            weight += value > edge ? w : 0;
        }

        return edge + (weight > 0 ? excess / weight : 0) * Math.Log((1 - TailFrom) / (1 - level));
    }

    private double Lower(double level)
    {
        var edge = Within(1 - TailFrom);
        double excess = 0;
        double weight = 0;
        foreach (var (value, w) in _residuals)
        {
            excess += value < edge ? w * (edge - value) : 0;
            weight += value < edge ? w : 0;
        }

        return edge - (weight > 0 ? excess / weight : 0) * Math.Log((1 - TailFrom) / level);
    }
}
