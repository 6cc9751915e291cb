using System.Globalization;
using System.Text.Json;

namespace SageServe.EngineModel.Tests;

/// <summary>The token and shape tables that the CLI's load generator draws from.</summary>
public sealed class DemoTablesTests
{
    [Fact]
    public void Quantiles_rise_with_their_probabilities()
    {
        using var table = Read("token-quantiles.json");
        var probabilities = Numbers(table.RootElement.GetProperty("probabilities"));
        Assert.Equal(0, probabilities[0]);
        Assert.Equal(1, probabilities[^1]);
        foreach (var workload in table.RootElement.GetProperty("workloads").EnumerateArray())
        {
            foreach (var field in new[] { "prompt", "output" })
            {
                var tokens = Numbers(workload.GetProperty(field).GetProperty("tokens"));
                Assert.Equal(probabilities.Length, tokens.Length);
                Assert.Equal(tokens.Order(), tokens);
            }
        }
    }

    [Fact]
    public void A_week_has_168_hours_with_mean_one()
    {
        using var table = Read("hour-of-week.json");
        foreach (var series in table.RootElement.GetProperty("series").EnumerateArray())
        {
            var rates = Numbers(series.GetProperty("rate"));
            Assert.Equal(168, rates.Length);
            Assert.Equal(1, rates.Average(), 0.001);
        }
    }

    [Fact]
    public void Chat_quantiles_are_those_computed_from_the_Azure_trace()
    {
        var rows = File.ReadAllLines(SharedData.Require("defaults/token_quantiles.csv"));
        using var table = Read("token-quantiles.json");
        var chat = table.RootElement.GetProperty("workloads").EnumerateArray().First();
        var row = rows.Single(r => r.StartsWith("azure-2023,chat,prompt_tokens,", StringComparison.Ordinal)).Split(',');
        var published = row[5..].Select(v => double.Parse(v, CultureInfo.InvariantCulture));
        Assert.Equal(published, Numbers(chat.GetProperty("prompt").GetProperty("tokens")));
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllBytes(DemoCatalog.PathOf(file)));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];
}
