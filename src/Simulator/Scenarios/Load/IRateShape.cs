namespace SageServe.Simulator;

/// <summary>How a rate moves over envelope time, relative to its mean.</summary>
public interface IRateShape
{
    double At(Instant envelope);
}
