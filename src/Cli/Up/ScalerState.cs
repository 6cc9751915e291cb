using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Reads the scaler's <c>/admin/state</c>.</summary>
internal static class ScalerState
{
    public static IEnumerable<ScaleActionReport> Actions(JsonDocument state) =>
        state.RootElement.TryGetProperty("actions", out var actions) ? actions.EnumerateArray().Select(Action) : [];

    public static string? Strategy(JsonDocument state) => Text(state.RootElement, "strategy");

    private static ScaleActionReport Action(JsonElement action)
    {
        var pool = action.GetProperty("pool");
        var deployment = pool.GetProperty("deployment");
        return new ScaleActionReport(
            action.GetProperty("at").GetDateTimeOffset(),
            Text(action, "kind") ?? "",
            $"{Text(deployment, "model")}@{Text(deployment, "region")}",
            action.GetProperty("count").GetInt32(),
            Text(action, "reason") ?? "",
            Text(action, "detail") ?? "",
            action.TryGetProperty("applied", out var applied) && applied.ValueKind == JsonValueKind.True);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
