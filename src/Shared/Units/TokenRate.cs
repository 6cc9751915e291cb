using System.Globalization;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Tokens per second.</summary>
[JsonConverter(typeof(RatioJsonConverter<TokenRate>))]
public readonly record struct TokenRate : IRatio<TokenRate>, IComparable<TokenRate>
{
    public TokenRate(double value) => Value = Guard.NotNegative(value);

    public double Value { get; }

    public static TokenRate From(double value) => new(value);

    public static readonly TokenRate Zero;

    public static TokenRate operator +(TokenRate a, TokenRate b) => new(a.Value + b.Value);

    public static bool operator <(TokenRate left, TokenRate right) => left.Value < right.Value;

    public static bool operator >(TokenRate left, TokenRate right) => left.Value > right.Value;

    public static bool operator <=(TokenRate left, TokenRate right) => left.Value <= right.Value;

    public static bool operator >=(TokenRate left, TokenRate right) => left.Value >= right.Value;

    public int CompareTo(TokenRate other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.###", CultureInfo.InvariantCulture);
}
