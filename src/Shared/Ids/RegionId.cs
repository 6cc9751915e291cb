using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>A region: one gateway group, one cluster, one pool of GPUs.</summary>
[JsonConverter(typeof(TextIdJsonConverter<RegionId>))]
public readonly record struct RegionId : ITextId<RegionId>, IComparable<RegionId>
{
    public RegionId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static RegionId From(string value) => new(value);

    public int CompareTo(RegionId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
