namespace SageServe.Shared;

/// <summary>A unit that is one number, so that one JSON converter serves them all.</summary>
public interface IRatio<TSelf>
    where TSelf : struct, IRatio<TSelf>
{
    double Value { get; }

    static abstract TSelf From(double value);
}
