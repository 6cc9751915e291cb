namespace SageServe.Shared;

/// <summary>Between which bounds a number is allowed. It only tells; the rules of the options refuse what is outside.</summary>
/// <param name="low">Least value.</param>
/// <param name="high">Largest value; infinity for none.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(double low, double high = double.PositiveInfinity) : Attribute
{
    public double Low { get; } = low;

    public double High { get; } = high;

    /// <summary>True: the least value itself is too little.</summary>
    public bool AboveLow { get; init; }

    /// <summary>True: the largest value itself is too much.</summary>
    public bool BelowHigh { get; init; }
}
