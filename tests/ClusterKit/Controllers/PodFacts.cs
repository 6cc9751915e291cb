using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>What controllers ask of a pod.</summary>
public static class PodFacts
{
    public const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    public static bool IsTerminating(this JsonObject item) => item.Text("metadata.deletionTimestamp") is not null;

    public static bool IsOver(this JsonObject pod) => pod.Text("status.phase") is "Succeeded" or "Failed";

    public static bool IsActive(this JsonObject pod) => !pod.IsTerminating() && !pod.IsOver();

    public static bool IsReady(this JsonObject item) => item.Condition("Ready")?.Text("status") == "True";

    public static DateTimeOffset? ReadySince(this JsonObject pod) => pod.Condition("Ready").Time("lastTransitionTime");

    public static JsonObject? Condition(this JsonObject item, string type) => item.Objects("status.conditions").FirstOrDefault(c => c.Text("type") == type);

    public static bool IsOwnedBy(this JsonObject item, JsonObject owner) =>
        item.Objects("metadata.ownerReferences").Any(o => o.Text("uid") == owner.Text("metadata.uid") && o.Text("controller") == "true");

    public static string Name(this JsonObject item) => item.Text("metadata.name")!;

    public static string Namespace(this JsonObject item) => item.Text("metadata.namespace")!;

    public static int Restarts(this JsonObject pod) => pod.Objects("status.containerStatuses").Select(c => c.Number("restartCount") ?? 0).DefaultIfEmpty().Max();

    public static int Cost(this JsonObject pod) =>
        (pod.At("metadata.annotations") as JsonObject)?[DeletionCost]?.ToString() is { } text
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    /// <summary>Sets a condition; its time moves only when its status does.</summary>
    public static void SetCondition(this JsonObject item, string type, bool isTrue, DateTimeOffset now, string? reason = null, string? message = null)
    {
        var status = item.Into("status");
        if (status["conditions"] is not JsonArray conditions)
        {
            status["conditions"] = conditions = [];
        }

        var text = isTrue ? "True" : "False";
        var condition = item.Condition(type);
        if (condition is null)
        {
            conditions.Add(condition = new JsonObject { ["type"] = type });
        }

        if (condition.Text("status") != text)
        {
            condition["status"] = text;
            condition["lastTransitionTime"] = JsonPaths.Stamp(now);
        }

        Optional(condition, "reason", reason);
        Optional(condition, "message", message);
    }

    private static void Optional(JsonObject item, string name, string? value)
    {
        if (value is null)
        {
            item.Remove(name);
        }
        else
        {
            item[name] = value;
        }
    }
}
