using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Typed look-ups in a request's JSON; a wrong type is the client's error, null is absent.</summary>
internal readonly struct RequestBody(JsonElement root)
{
    public JsonElement? Find(string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string Text(string name) => Find(name) switch
    {
        null => throw ApiException.Bad($"'{name}' is required.", name),
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        _ => throw ApiException.Bad($"'{name}' must be a string.", name),
    };

    public bool Flag(string name, bool otherwise = false) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw ApiException.Bad($"'{name}' must be true or false.", name),
    };

    public int? Number(string name, int least = int.MinValue)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            throw ApiException.Bad($"'{name}' must be an integer.", name);
        }

        return number >= least ? number : throw ApiException.Bad($"{name} must be at least {least}, got {number}.", name);
    }

    /// <summary>A string or a list of strings.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many when many.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            [.. many.EnumerateArray().Select(v => v.GetString()!)],
        _ => throw ApiException.Bad($"'{name}' must be a string or a list of strings.", name),
    };

    public RequestBody? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new RequestBody(value),
        _ => throw ApiException.Bad($"'{name}' must be an object.", name),
    };
}
