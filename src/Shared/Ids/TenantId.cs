using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Who pays for a request.</summary>
[JsonConverter(typeof(TextIdJsonConverter<TenantId>))]
public readonly record struct TenantId : ITextId<TenantId>, IComparable<TenantId>
{
    public TenantId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static TenantId From(string value) => new(value);

    public int CompareTo(TenantId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
