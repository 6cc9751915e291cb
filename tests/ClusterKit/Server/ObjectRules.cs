using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.ClusterKit;

/// <summary>What the real server refuses as invalid.</summary>
internal static partial class ObjectRules
{
    private const int MostDataBytes = 1 << 20;

    public static void Check(ResourceType type, JsonObject item, JsonObject? old = null)
    {
        var name = item.Text("metadata.name") ?? "";
        if (!ObjectNames.IsName(name))
        {
            throw ApiException.Invalid(type, name, "metadata.name", name.Length == 0
                ? "Required value: name or generateName is required"
                : $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        }

        CheckLabels(type, name, item);
        if (type.HasScale && item.Number("spec.replicas") is < 0 and var replicas)
        {
            throw ApiException.Invalid(type, name, "spec.replicas", $"Invalid value: {replicas}: must be greater than or equal to 0");
        }

        if (type.HasScale && !type.IsCustom)
        {
            CheckSelector(type, name, item, old);
        }

        CheckOwn(type, name, item);
    }

    private static void CheckOwn(ResourceType type, string name, JsonObject item)
    {
        if (type == ResourceTypes.ConfigMaps)
        {
            var size = new[] { "data", "binaryData" }.SelectMany(p => item[p] as JsonObject ?? []).Sum(d => System.Text.Encoding.UTF8.GetByteCount(d.Value?.ToString() ?? ""));
            if (size > MostDataBytes)
            {
                throw ApiException.Invalid(type, name, "", $"Too long: may not be more than {MostDataBytes} bytes", "FieldValueTooLong");
            }
        }

        if (type == ResourceTypes.Leases)
        {
            CheckLease(type, name, item);
        }

        if (type == ResourceTypes.Pods && item.At("spec.containers") is not JsonArray { Count: > 0 })
        {
            throw ApiException.Invalid(type, name, "spec.containers", "Required value", "FieldValueRequired");
        }
    }

    private static void CheckLease(ResourceType type, string name, JsonObject item)
    {
        foreach (var time in new[] { "renewTime", "acquireTime" })
        {
            if (item.Text("spec." + time) is { } text && !MicroTime().IsMatch(text))
            {
                throw ApiException.BadRequest($"Lease in version \"v1\" cannot be handled as a Lease: parsing time \"{text}\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse");
            }
        }

        if (item.Number("spec.leaseDurationSeconds") is <= 0 and var seconds)
        {
            throw ApiException.Invalid(type, name, "spec.leaseDurationSeconds", $"Invalid value: {seconds}: must be greater than 0");
        }
    }

    private static void CheckLabels(ResourceType type, string name, JsonObject item)
    {
        foreach (var (key, value) in item.At("metadata.labels") as JsonObject ?? [])
        {
            if (!ObjectNames.IsLabelKey(key) || !ObjectNames.IsLabelValue(value?.ToString() ?? ""))
            {
                throw ApiException.Invalid(type, name, "metadata.labels", $"Invalid value: \"{(ObjectNames.IsLabelKey(key) ? value : key)}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.'");
            }
        }

        foreach (var (key, value) in item.At("metadata.annotations") as JsonObject ?? [])
        {
            if (!ObjectNames.IsLabelKey(key))
            {
                throw ApiException.Invalid(type, name, "metadata.annotations", $"Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', '_' or '.'");
            }

            if (value is not JsonValue { } text || text.GetValueKind() != System.Text.Json.JsonValueKind.String)
            {
                throw ApiException.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: json: cannot unmarshal into Go struct field ObjectMeta.metadata.annotations of type string");
            }
        }
    }

    private static void CheckSelector(ResourceType type, string name, JsonObject item, JsonObject? old)
    {
        if (item.At("spec.selector") is not JsonObject selector)
        {
            throw ApiException.Invalid(type, name, "spec.selector", "Required value", "FieldValueRequired");
        }

        if (item.At("spec.template") is JsonObject template && !LabelSelector.Of(selector).Matches(template))
        {
            throw ApiException.Invalid(type, name, "spec.template.metadata.labels", "Invalid value: `selector` does not match template `labels`");
        }

        if (old is not null && !JsonNode.DeepEquals(old.At("spec.selector"), selector))
        {
            throw ApiException.Invalid(type, name, "spec.selector", "Invalid value: field is immutable");
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex MicroTime();
}
