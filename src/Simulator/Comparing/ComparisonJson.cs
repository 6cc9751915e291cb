using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Writes a comparison as JSON: means under their plain names, intervals beside them as <c>name_ci95</c>. Keys: docs/compare.md.</summary>
public static class ComparisonJson
{
    private const int Digits = 6;
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="result">What to write.</param>
    /// <param name="to">Where to.</param>
    /// <param name="series">Also writes the time series of the first seed.</param>
    public static void Write(ComparisonResult result, Stream to, bool series)
    {
        using var json = new Utf8JsonWriter(to, Indented);
        json.WriteStartObject();
        json.WriteString("scenario"u8, result.Plan.Variants[0].Source.Name);
        json.WriteString("title"u8, result.Plan.Variants[0].Source.Title);
        json.WritePropertyName("seeds"u8);
        json.WriteRawValue($"[{string.Join(", ", result.Plan.Seeds)}]");
        json.WriteString("baseline"u8, result.Plan.Strategies[0]);
        json.WriteBoolean("complete"u8, !result.CutShort && !result.Failed.Any());
        Strategies(json, result, 0);
        Variants(json, result);
        Runs(json, result, series);
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    private static void Strategies(Utf8JsonWriter json, ComparisonResult result, int variant)
    {
        json.WriteStartObject("strategies"u8);
        for (var strategy = 0; strategy < result.Plan.Strategies.Length; strategy++)
        {
            var summary = result.Summary(variant, strategy);
            json.WriteStartObject(summary.Strategy);
            json.WriteNumber("runs"u8, summary.Runs);
            FigureTree.Write(json, summary.Figures, f => f.Path, (name, f) => Estimated(json, name, f.Value));
            Differences(json, "against_baseline", summary.AgainstBaseline);
            Differences(json, "against_unchanged", summary.AgainstUnchanged);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Differences(Utf8JsonWriter json, string name, IReadOnlyList<FigureEstimate> figures)
    {
        if (figures.Count > 0)
        {
            json.WriteStartObject(name);
            FigureTree.Write(json, figures, f => f.Path, (key, f) => Estimated(json, key, f.Value));
            json.WriteEndObject();
        }
    }

    private static void Variants(Utf8JsonWriter json, ComparisonResult result)
    {
        if (result.Plan.Variants.Length == 1)
        {
            return;
        }

        json.WriteStartArray("variants"u8);
        for (var i = 1; i < result.Plan.Variants.Length; i++)
        {
            var variant = result.Plan.Variants[i];
            json.WriteStartObject();
            json.WriteString("name"u8, variant.Name);
            json.WriteStartObject("changes"u8);
            foreach (var (path, value) in variant.Changes)
            {
                json.WriteString(path, value);
            }

            json.WriteEndObject();
            Strategies(json, result, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Runs(Utf8JsonWriter json, ComparisonResult result, bool series)
    {
        json.WriteStartArray("runs"u8);
        foreach (var run in result.Runs)
        {
            json.WriteStartObject();
            json.WriteString("variant"u8, result.Plan.Variants[run.Key.Variant].Name);
            json.WriteString("strategy"u8, result.Plan.Strategies[run.Key.Strategy]);
            json.WriteNumber("seed"u8, run.Seed);
            if (run.Error is { } error)
            {
                json.WriteString("error"u8, error);
            }

            FigureTree.Write(json, run.Figures, f => f.Path, (name, f) => Number(json, name, f.Value));
            json.WriteStartObject("pools"u8);
            foreach (var pool in run.Pools)
            {
                json.WriteStartObject(pool.Pool);
                Number(json, RunFigures.GpuHours, pool.GpuHours);
                json.WriteNumber("peak_replicas"u8, pool.PeakReplicas);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            if (series && run.Series is { } recorded)
            {
                json.WritePropertyName("series"u8);
                JsonSerializer.Serialize(json, recorded, SimulatorJson.Default.SeriesReport);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Estimated(Utf8JsonWriter json, string name, Estimate? estimate)
    {
        Number(json, name, estimate?.Mean);
        if (estimate is { Low: { } low, High: { } high })
        {
            json.WritePropertyName(name + "_ci95");
            json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{Math.Round(low, Digits)}, {Math.Round(high, Digits)}]"));
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, Digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
