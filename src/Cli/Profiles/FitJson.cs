using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>A fit for programs, snake_case like every report.</summary>
internal static class FitJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(string file, FitOutcome outcome) => new JsonObject
    {
        ["file"] = file,
        ["kind"] = outcome.Kind,
        ["model"] = outcome.Profile.Model.Value,
        ["accelerator"] = outcome.Profile.Accelerator.Value,
        ["numbers"] = new JsonArray([.. outcome.Numbers.Select(n => new JsonObject { ["name"] = n.Name, ["seconds"] = n.Value, ["relative_error"] = n.RelativeError })]),
        ["series"] = new JsonArray([.. outcome.Series.Select(Series)]),
        ["notes"] = new JsonArray([.. outcome.Notes.Select(n => JsonValue.Create(n))]),
        ["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Series(FitSeries series) => new()
    {
        ["name"] = series.Name,
        ["points"] = series.Points.Length,
        ["r_squared"] = double.IsFinite(series.RSquared) ? series.RSquared : null,
        ["mape"] = series.Mape,
        ["bias"] = series.Bias,
        ["size"] = series.SizeName,
        ["regions"] = new JsonArray([.. series.Regions().Select(r => new JsonObject
        {
            ["from"] = r.From, ["to"] = r.To, ["points"] = r.Points, ["mape"] = r.Mape, ["bias"] = r.Bias,
        })]),
    };
}
