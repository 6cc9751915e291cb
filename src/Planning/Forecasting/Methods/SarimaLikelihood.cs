namespace SageServe.Planning;

/// <summary>Maximum likelihood of a seasonal model: the dear fit of the nightly study, for states small enough.</summary>
internal static class SarimaLikelihood
{
    private const int EvaluationsMax = 600;

    /// <param name="differences">The differenced series; NaN where absent.</param>
    /// <param name="start">Where to begin; its order is kept.</param>
    /// <param name="evaluationsMax">At this many it returns the best seen.</param>
    public static (SarimaCoefficients Coefficients, LikelihoodAnswer Answer) Fit(double[] differences, SarimaCoefficients start, int evaluationsMax = EvaluationsMax)
    {
        // The mean is concentrated out, so the search is over the others only.
        var order = start.Order;
        var free = start.ToFree(1)[..(order.Count - (order.HasMean ? 1 : 0))];
        if (free.Length > 0)
        {
            var edge = Enumerable.Repeat(PartialAutocorrelations.FreeMax, free.Length).ToArray();
            var search = new Simplex(point => -Evaluate(differences, At(order, point)).LogLikelihood, [.. edge.Select(e => -e)], edge);
            free = search.Minimise(free, 0.2, evaluationsMax, 1e-11).Point;
        }

        var best = At(order, free);
        var answer = Evaluate(differences, best);
        return (order.HasMean ? best with { Mean = answer.Beta[0] } : best, answer);
    }

    /// <summary>The likelihood at these coefficients, the best mean taken, and forecasts of the differenced series.</summary>
    public static LikelihoodAnswer Evaluate(double[] differences, SarimaCoefficients coefficients, int ahead = 0)
    {
        double[][] regressors = coefficients.Order.HasMean ? [[.. Enumerable.Repeat(1.0, differences.Length + ahead)]] : [];
        return new StateSpaceLikelihood(coefficients.Expand()).Filter(differences, regressors, ahead);
    }

    private static SarimaCoefficients At(SarimaOrder order, double[] free) =>
        SarimaCoefficients.FromFree(order, order.HasMean ? [.. free, 0] : free, 1);
}
