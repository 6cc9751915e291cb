using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Hosting;

/// <summary>JSON schemas (2020-12) of configuration files and of the catalog, made from the records that they are bound to.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of the file of an executable. Ends with a line feed; the same bytes everywhere.</summary>
    /// <param name="section">The section of the executable itself, which is also what the file is called after.</param>
    /// <param name="options">What it is bound to.</param>
    public static string Of(string section, Type options)
    {
        var schema = new TypeSchema(SchemaNaming.Options);
        var properties = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var (name, type) in KnownSections.Of(section, options))
        {
            properties[name] = schema.Group(type, Activator.CreateInstance(type));
        }

        foreach (var name in KnownSections.Foreign)
        {
            properties[name] = new JsonObject { ["description"] = "Of ASP.NET Core." };
        }

        foreach (var name in TracingVariables.All)
        {
            properties[name] = new JsonObject { ["description"] = "Of OpenTelemetry." };
        }

        return Text($"SageServe {section.ToLowerInvariant()}", new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        });
    }

    /// <summary>Of a catalog.</summary>
    public static string OfCatalog() => OfDocument("SageServe catalog", typeof(CatalogDocument), null);

    /// <summary>Of a document that is read as the record says.</summary>
    /// <param name="title">Names it.</param>
    /// <param name="type">The record.</param>
    /// <param name="fresh">One with its defaults; null where there is none.</param>
    public static string OfDocument(string title, Type type, object? fresh)
    {
        var schema = new TypeSchema(SchemaNaming.Document).Group(type, fresh);
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        schema["properties"]!.AsObject().Insert(1, DocumentWalk.Notes, new JsonObject { ["description"] = "Whatever people should know; no program reads it." });
        return Text(title, schema);
    }

    private static string Text(string title, JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(Indented) + "\n";
    }
}
