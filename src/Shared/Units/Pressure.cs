using System.Globalization;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Demand over capacity of whatever is scarcest; 1 is full, more is overload (DESIGN 5.4).</summary>
[JsonConverter(typeof(RatioJsonConverter<Pressure>))]
public readonly record struct Pressure : IRatio<Pressure>, IComparable<Pressure>
{
    public Pressure(double value) => Value = Guard.NotNegative(value);

    public double Value { get; }

    public static Pressure From(double value) => new(value);

    public static readonly Pressure Zero;

    public static Pressure Larger(Pressure a, Pressure b) => a.Value >= b.Value ? a : b;

    public static bool operator <(Pressure left, Pressure right) => left.Value < right.Value;

    public static bool operator >(Pressure left, Pressure right) => left.Value > right.Value;

    public static bool operator <=(Pressure left, Pressure right) => left.Value <= right.Value;

    public static bool operator >=(Pressure left, Pressure right) => left.Value >= right.Value;

    public int CompareTo(Pressure other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture);
}
