using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>One client request; surfaces as <c>x-request-id</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<RequestId>))]
public readonly record struct RequestId : ITextId<RequestId>, IComparable<RequestId>
{
    public RequestId(string value) => Value = Guard.NotBlank(value);

    /// <summary>The text of the id; null only in <c>default</c>, which means "none".</summary>
    public string Value { get; }

    public bool IsNone => Value is null;

    public static RequestId From(string value) => new(value);

    public int CompareTo(RequestId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value ?? "-";
}
