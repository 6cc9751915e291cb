namespace SageServe.Cli;

/// <summary>One measurement and what the profile says of it.</summary>
/// <param name="Size">What the residual is drawn against.</param>
internal readonly record struct FitPoint(double Size, double Measured, double Predicted)
{
    public double Error => Predicted / Measured - 1;
}
