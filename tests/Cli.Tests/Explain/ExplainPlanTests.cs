using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

public sealed class ExplainPlanTests : IDisposable
{
    private static readonly string Schema = Path.Combine(Repository.Root, "docs", "schema", "explain-plan.schema.json");
    private static readonly Instant At = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private static readonly PoolId East = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));
    private static readonly PoolId West = East with { Deployment = new DeploymentId(new ModelId("llama"), new RegionId("westus")) };
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("explain plan --scaler nowhere", "--scaler 'nowhere' is no address")]
    [InlineData("explain plan --scaler http://127.0.0.1:1", "cannot be reached")]
    [InlineData("explain plan --scaler http://127.0.0.1:1", "--file")]
    [InlineData("explain plan --file /no/such.json", "there is no file")]
    [InlineData("explain plan --file /no/such.json --scaler http://127.0.0.1:1", "not both")]
    [InlineData("explain plan --admin-key-file /no/such", "there is no file")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence) => CliProgram.Refuses(sentence, arguments.Split(' '));

    [Fact]
    public async Task Help_has_examples() =>
        Assert.Contains("sageserve explain plan --file plan.json --json", (await CliProgram.Succeeds("explain", "plan", "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_plan_file_is_told_in_plain_words()
    {
        var text = (await CliProgram.Succeeds("explain", "plan", "--file", Write(Plan()))).Output;

        Assert.Contains("Plan 7.42 of strategy lt-ua, made 2026-03-02 08:00:00Z", text, StringComparison.Ordinal);
        Assert.Contains("ADVICE ONLY", text, StringComparison.Ordinal);
        Assert.Contains("FALLS BACK", text, StringComparison.Ordinal);
        Assert.Contains("700..1300 in 20 min", text, StringComparison.Ordinal);
        Assert.Contains("optimal, 50.00 USD over the window; no plan costs less than 49.00, so that this one is at most 2.00", text, StringComparison.Ordinal);
        Assert.Contains("binds: 1 of Capacity (relaxation)", text, StringComparison.Ordinal);
        Assert.Contains("One more replica on a100 would save 3 USD/h.", text, StringComparison.Ordinal);
        Assert.Contains("GAVE WAY: Demand of llama@westus", text, StringComparison.Ordinal);
        Assert.Contains("step-limit", text, StringComparison.Ordinal);
        Assert.Contains("start 4 of llama@eastus/a100/OnDemand/main (forecast-due)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("How the plan came to it", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_pool_is_told_with_its_chain_of_steps_and_an_unknown_one_is_refused()
    {
        var file = Write(Plan());
        var text = (await CliProgram.Succeeds("explain", "plan", "--file", file, "--pool", "llama@east")).Output;

        Assert.DoesNotContain("westus/a100", text, StringComparison.Ordinal);
        var chain = text[text.IndexOf("How the plan came to it", StringComparison.Ordinal)..];
        string[] stages = ["forecast ", "allocation ", "pacing ", "guardrail ", "action "];
        Assert.Equal(stages.Order(StringComparer.Ordinal), stages.OrderBy(s => s, StringComparer.Ordinal).Where(s => chain.Contains("  " + s, StringComparison.Ordinal)));
        Assert.True(chain.IndexOf("  forecast ", StringComparison.Ordinal) < chain.IndexOf("  action ", StringComparison.Ordinal), "in the order in which they were taken");
        await CliProgram.Refuses("the plan has no such pool; it has llama@eastus", "explain", "plan", "--file", file, "--pool", "mistral");
    }

    [Fact]
    public async Task The_json_is_what_its_schema_says_for_new_and_for_earlier_plans()
    {
        var now = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--file", Write(Plan()), "--pool", "llama@east", "--json")).Output);
        var earlier = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--file", Write(Earlier()), "--json")).Output);

        Assert.True(now!["advice_only"]!.GetValue<bool>());
        Assert.Null(earlier!["advice_only"]);
        Assert.Null(earlier["program"]!["status"]);
        Assert.All(await SchemaValidator.CheckAsync(Schema, now, earlier), Assert.Empty);
    }

    [Fact]
    public async Task Units_of_a_group_are_told_with_who_is_awake_on_them()
    {
        var plan = Plan();
        var grouped = Write(plan with { Groups = [new UnitTarget("pair", 3, 4, [plan.Targets[0].Pool])] });

        Assert.Contains("Group pair: 3 units at the plan, 4 wanted", (await CliProgram.Succeeds("explain", "plan", "--file", grouped)).Output, StringComparison.Ordinal);
        var json = JsonNode.Parse((await CliProgram.Succeeds("explain", "plan", "--file", grouped, "--json")).Output);
        Assert.Equal(4, json!["groups"]![0]!["target"]!.GetValue<int>());
        Assert.All(await SchemaValidator.CheckAsync(Schema, json), Assert.Empty);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_and_what_is_no_plan_are_refused()
    {
        await CliProgram.Refuses("was written in format 5; this sageserve knows 4", "explain", "plan", "--file", Write(Plan() with { Format = 5 }));
        await CliProgram.Refuses("is of another version, or no plan", "explain", "plan", "--file", _folder.Write("other.json", "{\"epoch\":1}"));
        await CliProgram.Refuses("is of another version, or no plan", "explain", "plan", "--file", _folder.Write("torn.json", "{\"epoch\":1"));
    }

    public void Dispose() => _folder.Dispose();

    private string Write(PlanDocument plan) => _folder.Write("plan.json", JsonSerializer.Serialize(plan, SharedJson.Default.PlanDocument));

    /// <summary>As a version before wrote it: without solve, prices and whether it was advice.</summary>
    private static PlanDocument Earlier() => Plan() with { Format = 1, DryRun = null, Solve = null, Prices = [] };

    private static PlanDocument Plan() => new()
    {
        Format = PlanDocument.NewestFormat,
        DryRun = true,
        Epoch = 7,
        Version = 42,
        IssuedAt = At,
        ExpiresAt = At + TimeSpan.FromHours(2),
        Strategy = PlanningStrategies.LtUa,
        Allocator = "integer-program: All demand is carried at the least cost.",
        Targets = [new PoolTarget(East, 2, 8), new PoolTarget(West, 3, 3)],
        Forecasts = [Forecast(East.Region, false), Forecast(West.Region, true)],
        Solve = new PlanSolve("integer-program", "optimal", 50, 49, 10, 20),
        Prices = [new PlanPrice("Capacity", "a100", "relaxation", 3, "replicas", "One more replica on a100 would save 3 USD/h.")],
        Steps =
        [
            new DecisionStep("forecast", new DemandSeriesId(East.Model, East.Region, ServiceTier.InteractiveFast).ToString(), 900, 1200, "backtest", "Method ensemble."),
            new DecisionStep("allocation", East.ToString(), 2, 8, "target", "2 replicas now, 8 wanted."),
            new DecisionStep("allocation", "llama@westus", 100, 5, "gave-way", "Demand of llama@westus gave way by 5."),
            new DecisionStep("pacing", East.ToString(), 2, 8, "forecast-due", "The forecast needs 8."),
            new DecisionStep("guardrail", East.ToString(), 8, 6, "step-limit", "One tick moves at most 4 replicas of a pool."),
            new DecisionStep("action", East.ToString(), 2, 6, "forecast-due", "Start 4."),
        ],
    };

    private static SeriesForecast Forecast(RegionId region, bool fallsBack) =>
        new(new DemandSeriesId(East.Model, region, ServiceTier.InteractiveFast), "ensemble", 1200, 0.1, [])
        {
            ErrorOverLastValue = fallsBack ? 1.2 : 0.8,
            FallsBack = fallsBack,
            Windows = [new WindowOutlook(TimeSpan.FromMinutes(20), TimeSpan.FromHours(1), default, new LoadQuantiles(700, 1000, 1200, 1300, 1500))],
        };
}
