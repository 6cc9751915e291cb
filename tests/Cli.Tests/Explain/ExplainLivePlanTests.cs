using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

/// <summary>The command against an admin listener on a real socket, with what a real planner decided behind it.</summary>
public sealed class ExplainLivePlanTests
{
    private static readonly Lazy<RealLedger> Ledger = new(() => new RealLedger());

    private static string State(ScalerFacts facts) => JsonSerializer.Serialize(facts, ScalerFactsJson.Default.ScalerFacts);

    private static (string, string)[] Pages =>
    [
        ("/admin/state", State(Ledger.Value.State)),
        ("/admin/plan", JsonSerializer.Serialize(Ledger.Value.Plan!, SharedJson.Default.PlanDocument)),
        ("/admin/receipts", JsonSerializer.Serialize(Ledger.Value.Receipts, ReceiptJson.Default.ReceiptsDocument)),
    ];

    [Fact]
    public async Task Receipts_with_all_their_figures_are_what_the_schema_says()
    {
        await using var scaler = await AdminListener.Start(null, Pages);
        var json = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url, "--json")).Output)!;

        var closed = json["receipts"]!["closed"]!.AsArray();
        var open = json["receipts"]!["open"]!.AsArray();
        Assert.Contains(closed, r => r!["kind"]!.GetValue<string>() == "Start" && r["predicted"]!["quantile"] is not null);
        Assert.Contains(closed, r => r!["kind"]!.GetValue<string>() == "Stop");
        Assert.NotEmpty(open);
        Assert.All(open, r => Assert.Null(r!["actual"]));
        Assert.Contains(closed, r => r!["actual"]!["attainment"]?[0]!["share"]!.GetValue<double>() == 0.99);
        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "explain-plan.schema.json"), json), Assert.Empty);
    }

    [Fact]
    public async Task A_figure_that_the_schema_does_not_know_is_refused_by_it()
    {
        await using var scaler = await AdminListener.Start(null, Pages);
        var json = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url, "--json")).Output)!;
        var (more, less) = (json.DeepClone(), json.DeepClone());
        more["receipts"]!["closed"]![0]!["actual"]!["luck"] = 1;
        less["receipts"]!["closed"]![0]!["actual"]!.AsObject().Remove("usd");

        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "explain-plan.schema.json"), more, less), Assert.NotEmpty);
    }

    [Fact]
    public async Task Both_halves_of_a_swap_name_the_other_pool()
    {
        var told = Ledger.Value.Receipts;
        var other = told.Receipts[0].Pool with { Revision = "other" };
        var swaps = told with { Receipts = [.. told.Receipts.DistinctBy(r => r.Kind).Select(r => r with { SwapWith = other })] };
        await using var scaler = await AdminListener.Start(null, [.. Pages[..2], ("/admin/receipts", JsonSerializer.Serialize(swaps, ReceiptJson.Default.ReceiptsDocument))]);

        var text = (await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url)).Output;
        Assert.Contains($" in the place of {other} (", text, StringComparison.Ordinal);
        Assert.Contains($" for {other} (", text, StringComparison.Ordinal);
        var json = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url, "--json")).Output)!;
        Assert.Equal("other", json["receipts"]!["closed"]![0]!["swap_with"]!["revision"]!.GetValue<string>());
        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "explain-plan.schema.json"), json), Assert.Empty);
    }

    [Fact]
    public async Task Plain_words_tell_attainment()
    {
        await using var scaler = await AdminListener.Start(null, Pages);
        var text = (await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url)).Output;

        Assert.Contains("Attainment: 99.0 % of ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_missing_or_wrong_ends_with_2_and_what_was_answered()
    {
        using var folder = new TemporaryFolder();
        await using var scaler = await AdminListener.Start("secret-of-the-proxy", Pages);
        await CliProgram.Refuses("answered 401: This listener wants a key.", "explain", "plan", "--scaler", scaler.Url);
        await CliProgram.Refuses("answered 401: This listener wants a key.", "explain", "plan", "--scaler", scaler.Url, "--admin-key-file", folder.Write("wrong.key", "another"));

        await CliProgram.Succeeds("explain", "plan", "--scaler", scaler.Url, "--admin-key-file", folder.Write("right.key", "secret-of-the-proxy\n"));
    }

    [Theory]
    [InlineData(false, false, "There is no plan yet: the scaler has not done its first tick.")]
    [InlineData(true, true, "strategy lead-quantile waits for demand.")]
    [InlineData(true, false, "strategy lead-quantile has made none.")]
    public async Task Where_there_is_no_plan_yet_it_ends_with_1_and_says_why(bool hasTick, bool isBlind, string sentence)
    {
        var at = Instant.From(DemandCsvFile.Start);
        var steps = isBlind ? new[] { new DecisionStep("demand", "all", 0, 0, "missing", "Demand could not be read.") } : [];
        var state = State(new ScalerFacts(at, true, true, PlanningStrategies.LeadQuantile, hasTick ? new ScalerTick(at, [.. steps]) : null, [], []));
        await using var scaler = await AdminListener.Start(null, ("/admin/state", state));

        var told = await CliProgram.Run("explain", "plan", "--scaler", scaler.Url);
        Assert.Equal(1, told.ExitCode);
        Assert.Contains(sentence, told.Errors, StringComparison.Ordinal);
        Assert.Empty(told.Output);
    }

    [Fact]
    public async Task What_is_no_scaler_is_told_apart()
    {
        await using var other = await AdminListener.Start(null, ("/admin/plan", "{}"));
        await CliProgram.Refuses("is no scaler's admin address", "explain", "plan", "--scaler", other.Url);
    }
}
