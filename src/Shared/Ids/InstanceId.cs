using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>One engine replica.</summary>
[JsonConverter(typeof(TextIdJsonConverter<InstanceId>))]
public readonly record struct InstanceId : ITextId<InstanceId>, IComparable<InstanceId>
{
    public InstanceId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static InstanceId From(string value) => new(value);

    public int CompareTo(InstanceId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
