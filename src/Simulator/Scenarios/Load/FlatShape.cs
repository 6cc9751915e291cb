namespace SageServe.Simulator;

internal sealed class FlatShape : IRateShape
{
    public double At(Instant envelope) => 1;
}
