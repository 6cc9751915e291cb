namespace SageServe.Cli;

/// <summary>One quantile of one time, measured and modelled, in seconds.</summary>
/// <param name="Name">As in "TTFT p50".</param>
/// <param name="Measured">Of the file.</param>
/// <param name="Low">Lower end of the measured quantile's 95 % bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Modelled">Of the replay; the median over the draws where prefix hits are drawn.</param>
internal sealed record CheckedQuantile(string Name, double Measured, double Low, double High, double Modelled)
{
    public double Error => Modelled / Measured - 1;

    public bool IsInside => Modelled >= Low && Modelled <= High;
}
