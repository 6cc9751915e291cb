using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>Pods as JSON.</summary>
internal static class TinyPod
{
    /// <param name="name">Its name.</param>
    /// <param name="port">Of its engine.</param>
    /// <param name="number">Makes its address and its uid.</param>
    /// <param name="app">Whose it is.</param>
    /// <param name="ready">False: it waits for a machine.</param>
    public static JsonObject New(string name, int port, int number, string app, bool ready)
    {
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "ns",
                ["uid"] = $"uid-{number}",
                ["creationTimestamp"] = DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(number).ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["labels"] = new JsonObject { ["app"] = app },
                ["annotations"] = new JsonObject(),
                ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "ReplicaSet", ["name"] = "rs", ["uid"] = "rs", ["controller"] = true }),
            },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "vllm", ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = port }) }) },
            ["status"] = new JsonObject { ["phase"] = "Pending", ["conditions"] = new JsonArray() },
        };
        if (ready)
        {
            pod["spec"]!["nodeName"] = "node";
            pod["status"]!["phase"] = "Running";
            pod["status"]!["podIP"] = $"127.1.{number / 250}.{number % 250 + 1}";
            SetReady(pod, ready: true);
        }

        return pod;
    }

    public static void SetReady(JsonObject pod, bool ready) => SetCondition(pod, "Ready", ready ? "True" : "False", null);

    public static void SetCondition(JsonObject pod, string type, string status, string? reason)
    {
        var conditions = pod["status"]!["conditions"]!.AsArray();
        if (conditions.FirstOrDefault(c => c!["type"]!.ToString() == type) is { } old)
        {
            conditions.Remove(old);
        }

        conditions.Add(new JsonObject { ["type"] = type, ["status"] = status, ["reason"] = reason, ["lastTransitionTime"] = "2026-01-01T00:00:00Z" });
    }
}
