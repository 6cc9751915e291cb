using System.Globalization;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>A share of a capacity, 0..1; refuses NaN and anything outside.</summary>
[JsonConverter(typeof(RatioJsonConverter<Utilization>))]
public readonly record struct Utilization : IRatio<Utilization>, IComparable<Utilization>
{
    public Utilization(double value) => Value = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be within 0..1.");

    public double Value { get; }

    public static Utilization From(double value) => new(value);

    public static readonly Utilization Zero;

    public static readonly Utilization Full = new(1);

    /// <summary>Clips a measured figure; NaN counts as full, because an unknown load is the worst case.</summary>
    public static Utilization Clip(double value) => new(double.IsNaN(value) ? 1 : Math.Clamp(value, 0, 1));

    public static bool operator <(Utilization left, Utilization right) => left.Value < right.Value;

    public static bool operator >(Utilization left, Utilization right) => left.Value > right.Value;

    public static bool operator <=(Utilization left, Utilization right) => left.Value <= right.Value;

    public static bool operator >=(Utilization left, Utilization right) => left.Value >= right.Value;

    public int CompareTo(Utilization other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture);
}
