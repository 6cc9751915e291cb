using System.Text.Json;
using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>Experiments as JSON: <c>experiments.{id}.cases.{case}.{measure}.{mean, ci95, paper}</c> and <c>claims[].{text, holds}</c>.</summary>
internal static class PaperJson
{
    public static byte[] Of(IEnumerable<PaperOutcome> outcomes, IEnumerable<ulong> seeds)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("seeds"u8);
            foreach (var seed in seeds)
            {
                json.WriteNumberValue(seed);
            }

            json.WriteEndArray();
            json.WriteStartObject("experiments"u8);
            foreach (var outcome in outcomes)
            {
                Write(json, outcome);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PaperOutcome outcome)
    {
        var experiment = outcome.Experiment;
        json.WriteStartObject(experiment.Id);
        json.WriteString("title"u8, experiment.Title);
        json.WriteStartObject("cases"u8);
        for (var c = 0; c < experiment.Cases.Length; c++)
        {
            json.WriteStartObject(experiment.Cases[c].Name);
            for (var m = 0; m < experiment.Measures.Length; m++)
            {
                json.WriteStartObject(experiment.Measures[m].Name);
                Write(json, outcome.Means[m][c], experiment.Measures[m].Paper[c]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("claims"u8);
        for (var i = 0; i < experiment.Claims.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("text"u8, experiment.Claims[i].Text);
            Write(json, outcome.Held[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, bool? holds)
    {
        if (holds is { } known)
        {
            json.WriteBoolean("holds"u8, known);
        }
        else
        {
            json.WriteNull("holds"u8);
        }
    }

    private static void Write(Utf8JsonWriter json, Estimate? estimate, double? paper)
    {
        if (estimate is { } known)
        {
            json.WriteNumber("mean"u8, Math.Round(known.Mean, 6));
        }

        if (estimate is { Low: { } low, High: { } high })
        {
            json.WriteStartArray("ci95"u8);
            json.WriteNumberValue(Math.Round(low, 6));
            json.WriteNumberValue(Math.Round(high, 6));
            json.WriteEndArray();
        }

        if (paper is { } figure)
        {
            json.WriteNumber("paper"u8, figure);
        }
    }
}
