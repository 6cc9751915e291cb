namespace SageServe.Planning;

/// <summary>What the exact likelihood says of one set of coefficients.</summary>
/// <param name="LogLikelihood">At the best variance and regression coefficients.</param>
/// <param name="Variance">Of the innovations.</param>
/// <param name="Beta">Of the regressors.</param>
/// <param name="Forecast">Of the (differenced) series.</param>
/// <param name="Steps">Steps that were there.</param>
internal sealed record LikelihoodAnswer(double LogLikelihood, double Variance, double[] Beta, double[] Forecast, int Steps)
{
    public static LikelihoodAnswer Of(int steps, double squares, double logs, double[] beta, double[] forecast)
    {
        var variance = steps == 0 ? double.NaN : squares / steps;
        return new LikelihoodAnswer(-0.5 * (steps * (Math.Log(2 * Math.PI * variance) + 1) + logs), variance, beta, forecast, steps);
    }
}
