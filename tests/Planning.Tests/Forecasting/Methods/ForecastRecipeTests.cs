using System.Text.Json;

namespace SageServe.Planning.Tests;

public sealed class ForecastRecipeTests
{
    private static readonly ForecastRecipe Recipe = new()
    {
        Method = "sarima",
        Order = [2, 0, 1, 0, 1, 1, 24],
        Lambda = 0.25,
        Coefficients = [0.1 + 0.2, -0.4018, 1e-300],
        Step = TimeSpan.FromMinutes(10),
        StudiedAt = TestWorld.Start,
    };

    [Fact]
    public void A_recipe_survives_a_restart_to_the_last_bit()
    {
        var back = JsonSerializer.Deserialize<ForecastRecipe>(JsonSerializer.Serialize(Recipe))!;

        Assert.Equal(Recipe.Order, back.Order);
        Assert.Equal(Recipe.Coefficients, back.Coefficients);
        Assert.Equal(Recipe with { Order = back.Order, Coefficients = back.Coefficients }, back);
    }

    [Fact]
    public void A_recipe_of_another_method_or_step_or_with_broken_numbers_is_not_used()
    {
        var grid = TraceSeries.Grid([1, 2, 3]);

        Assert.True(Recipe.Fits("sarima", grid));
        Assert.False(Recipe.Fits("holt-winters", grid));
        Assert.False((Recipe with { Step = TimeSpan.FromHours(1) }).Fits("sarima", grid));
        Assert.False((Recipe with { Coefficients = [double.NaN] }).Fits("sarima", grid));
        Assert.False((Recipe with { Order = default }).Fits("sarima", grid));
    }
}
