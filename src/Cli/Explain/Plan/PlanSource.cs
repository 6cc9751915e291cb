using System.CommandLine;
using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Reads the plan in force from a running scaler, or a plan from a file.</summary>
internal static class PlanSource
{
    private const string Hint = "Give the scaler's admin address with --scaler, or a plan file with --file.";

    /// <exception cref="BadInputException">Nobody answers, refuses, or the file is no plan.</exception>
    /// <exception cref="RunFailedException">The scaler has no plan.</exception>
    public static async Task<PlanFacts> OfScalerAsync(ParseResult parsed, string address, CancellationToken stop)
    {
        using var admin = AdminFlags.Open(parsed, address, "--scaler", Hint);
        var state = await admin.FindAsync("/admin/state", stop) is { } told
            ? Parse(told, ScalerFactsJson.Default.ScalerFacts, address)
            : throw new BadInputException($"{address} is no scaler's admin address. {Hint}");
        var plan = await admin.FindAsync("/admin/plan", stop) is { } document
            ? Parse(document, SharedJson.Default.PlanDocument, address)
            : throw new RunFailedException(NoPlan(state));
        var receipts = await admin.FindAsync("/admin/receipts?since=24h&limit=1000", stop) is { } kept ? Parse(kept, ReceiptJson.Default.ReceiptsDocument, address) : null;
        return new PlanFacts(address, plan, state, receipts);
    }

    public static PlanFacts OfFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"--file: there is no file '{path}'. A scaler writes its plan where Scaler:PlanFile says.");
        }

        try
        {
            var plan = Parse(File.ReadAllBytes(path), SharedJson.Default.PlanDocument, path);
            return plan.Format > PlanDocument.NewestFormat
                ? throw new BadInputException($"--file: {path} was written in format {plan.Format}; this sageserve knows {PlanDocument.NewestFormat}. Use the one of the scaler that wrote it.")
                : new PlanFacts(path, plan, null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--file: {path} cannot be read: {e.Message}");
        }
    }

    private static string NoPlan(ScalerFacts state) => PlanningStrategies.Find(state.Strategy) is { } strategy && state.LastTick is { } tick
        ? $"There is no plan yet: the last tick was at {tick.At.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z, and strategy {strategy.Name} {(tick.Steps.Any(s => s.Stage == "demand" && s.Reason == "missing") ? "waits for demand" : "has made none")}. Strategies without a forecast make none; GET /admin/state tells what they do."
        : "There is no plan yet: the scaler has not done its first tick.";

    private static T Parse<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string where)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new BadInputException($"{where} holds null.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new BadInputException($"{where} is of another version, or no plan: {e.Message}");
        }
    }
}
