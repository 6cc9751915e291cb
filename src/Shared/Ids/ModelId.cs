using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>A model as the catalog names it. Client-facing names are mapped to it by <see cref="ServedName"/>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<ModelId>))]
public readonly record struct ModelId : ITextId<ModelId>, IComparable<ModelId>
{
    public ModelId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static ModelId From(string value) => new(value);

    public int CompareTo(ModelId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
