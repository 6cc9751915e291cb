namespace SageServe.Planning;

/// <summary>
/// One regression per lead of a ladder of powers of two, each learnt when it is first asked for; between two rungs their answers are
/// weighed. A lead counts from the last step that is there, so a gap before the origin only makes it longer.
/// </summary>
internal sealed class SeasonalRegressionModel : IForecastModel
{
    /// <summary>Rows a rung learns from: of more, every second (third ...) is taken. Neighbouring rows say nearly the same.</summary>
    private const int RowsMax = 1400;

    /// <summary>Older than this it does not look: habits change.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(70);

    private readonly DemandGrid _grid;
    private readonly BoxCox _scale;
    private readonly double _shrinkage;
    private readonly double _trust;
    private readonly int _known;
    private readonly double[] _z;
    private readonly GrowthFeatures _features;
    private readonly SortedDictionary<int, RidgeCoefficients?> _rungs = [];

    public SeasonalRegressionModel(DemandGrid grid, int known, BoxCox scale, double shrinkage, double trust)
    {
        (_grid, _known, _scale, _shrinkage, _trust) = (grid, known, scale, shrinkage, trust);
        _z = scale.To(grid);
        _features = new GrowthFeatures(grid, scale, _z);
    }

    public void Predict(int origin, Span<double> horizon)
    {
        var last = origin - 1;
        while (last >= 0 && double.IsNaN(_z[last]))
        {
            last--;
        }

        if (last < 0)
        {
            horizon.Clear();
            return;
        }

        Span<double> row = stackalloc double[GrowthFeatures.Count];
        for (var h = 0; h < horizon.Length; h++)
        {
            var lead = origin + h - last;
            _features.Fill(last, lead, row);
            horizon[h] = _scale.From(_z[last] + _trust * GrowthFeatures.ShapeGrowth(row) + Growth(lead, row));
        }
    }

    private double Growth(int lead, ReadOnlySpan<double> row)
    {
        var low = 1;
        while (low * 2 <= lead)
        {
            low *= 2;
        }

        if (Rung(low) is not { } lower)
        {
            // Too few rows even for this lead: as if nothing were known but the level.
            return 0;
        }

        var upper = lead > low ? Rung(low * 2) : null;
        var weight = (lead - low) / (double)low;
        return upper is null ? lower.Answer(row) : (1 - weight) * lower.Answer(row) + weight * upper.Answer(row);
    }

    private RidgeCoefficients? Rung(int lead)
    {
        if (!_rungs.TryGetValue(lead, out var rung))
        {
            _rungs.Add(lead, rung = Learn(lead));
        }

        return rung;
    }

    private RidgeCoefficients? Learn(int lead)
    {
        var oldest = Math.Max(1, _known - lead - _grid.Steps(Memory));
        var stride = Math.Max(1, (_known - lead - oldest + RowsMax - 1) / RowsMax);
        using var rows = new RidgeRegression(GrowthFeatures.Count, RowsMax + 1);
        var typical = _scale.Floor * 20;

        // From the newest back, so that it always counts.
        for (var last = _known - lead - 1; last >= oldest; last -= stride)
        {
            if (!double.IsNaN(_z[last]) && !double.IsNaN(_z[last + lead]))
            {
                _features.Fill(last, lead, rows.Next);
                rows.Add(_z[last + lead] - _z[last] - _trust * GrowthFeatures.ShapeGrowth(rows.Next), Math.Sqrt((_grid.Values[last + lead] + _scale.Floor) / typical));
            }
        }

        return rows.Solve(_shrinkage);
    }
}
