using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>What one replica runs on: GPU type and count, for example <c>a100-80gb-x2</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<AcceleratorId>))]
public readonly record struct AcceleratorId : ITextId<AcceleratorId>, IComparable<AcceleratorId>
{
    public AcceleratorId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static AcceleratorId From(string value) => new(value);

    public int CompareTo(AcceleratorId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
