using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>The names that clients may use, and <c>/v1/models</c>. A model's own id always works, and an adapter's: peers use them.</summary>
internal sealed class ServedModels
{
    private volatile Names _current;

    public ServedModels(ServingCatalog catalog) => _current = NamesOf(catalog);

    /// <summary>Another catalog from here on.</summary>
    public void Change(ServingCatalog catalog) => _current = NamesOf(catalog);

    private static Names NamesOf(ServingCatalog catalog)
    {
        var names = catalog.Models.ToDictionary(m => m.Id.Value, m => new ServedName(m.Id.Value, m.Id), StringComparer.Ordinal);
        foreach (var served in catalog.Document.ServedNames)
        {
            names[served.Name] = served;
            if (served.Adapter is { } adapter)
            {
                names.TryAdd(adapter, served);
            }
        }

        return new Names(names.ToFrozenDictionary(StringComparer.Ordinal), ListJson(names.Keys));
    }

    public bool TryResolve(string name, out ModelId model) => TryResolve(name, out model, out _);

    /// <param name="name">As a client, or a peer, calls it.</param>
    /// <param name="model">What it stands for.</param>
    /// <param name="adapter">The model's adapter that it stands for; null for the model itself.</param>
    public bool TryResolve(string name, out ModelId model, out string? adapter)
    {
        var known = _current.ByName.TryGetValue(name, out var served);
        (model, adapter) = known ? (served!.Model, served.Adapter) : (default, null);
        return known;
    }

    /// <summary>What this key may use; the list of all is made once.</summary>
    public Task WriteListAsync(HttpContext http, Caller caller) => WriteAsync(http, caller.Models is null ? _current.List : ListJson(_current.ByName.Keys.Where(caller.MayUse)));

    public Task WriteOneAsync(HttpContext http, Caller caller)
    {
        var name = http.Request.RouteValues["model"] as string ?? "";
        if (!_current.ByName.ContainsKey(name) || !caller.MayUse(name))
        {
            return ApiErrorWriter.WriteAsync(http.Response, ApiErrors.ModelNotFound(name), http.RequestAborted);
        }

        var body = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(body))
        {
            WriteModel(json, name);
        }

        return WriteAsync(http, body.WrittenMemory);
    }

    private static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        http.Response.Headers[HeaderNames.RequestId] = RequestIds.PublicIdOf(http.Request);
        http.Response.Headers[HeaderNames.OpenAiVersion] = ResponseHeaders.ApiVersion;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }

    private static void WriteModel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, "sageserve"u8);
        json.WriteEndObject();
    }

    private static byte[] ListJson(IEnumerable<string> names)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var name in names.Order(StringComparer.Ordinal))
            {
                WriteModel(json, name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private sealed record Names(FrozenDictionary<string, ServedName> ByName, byte[] List);
}
