namespace SageServe.Planning.Tests;

/// <summary>Whatever a series looks like, every method studies it, learns it and answers with finite numbers.</summary>
public sealed class NastyInputTests
{
    private static readonly string[] Kinds = ["zeros", "constant", "spike", "gaps", "long-gap", "huge", "tiny", "bursts", "three", "steps", "sawtooth"];

    public static TheoryData<string> Names => [.. Forecasters.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_method_answers_with_finite_numbers(string name)
    {
        var forecaster = Forecasters.All.Single(f => f.Name == name);
        Seeds.Check(2, (_, random) =>
        {
            foreach (var kind in Kinds)
            {
                var grid = Series(kind, random);
                var known = Math.Max(Math.Min(3, grid.Length), grid.Length - random.NextInt(40));
                Check(forecaster.Fit(grid, known, recipe: null), grid, known, $"{kind} fitted");
                if (forecaster.Study(grid, known) is { } recipe)
                {
                    Assert.Equal(name, recipe.Method);
                    Check(forecaster.Fit(grid, known, recipe), grid, known, $"{kind} studied");
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_with_nonsense_in_it_does_no_harm(string name)
    {
        var forecaster = Forecasters.All.Single(f => f.Name == name);
        Seeds.Check(5, (_, random) =>
        {
            var grid = Series("bursts", random);
            var recipe = new ForecastRecipe
            {
                Method = name,
                Order = [.. Enumerable.Range(0, random.NextInt(9)).Select(_ => random.NextInt(50) - 10)],
                Lambda = random.NextGaussian() * 10,
                Coefficients = [.. Enumerable.Range(0, random.NextInt(12)).Select(_ => random.NextGaussian() * 100)],
                Step = grid.Step,
            };
            Check(forecaster.Fit(grid, grid.Length, recipe), grid, grid.Length, "nonsense");
        });
    }

    private static void Check(IForecastModel model, DemandGrid grid, int known, string what)
    {
        var horizon = new double[30];
        foreach (var origin in new[] { known, known / 2, 1, grid.Length })
        {
            model.Predict(origin, horizon);
            Assert.All(horizon, value => Assert.True(double.IsFinite(value), $"{what}, origin {origin} of {grid.Length}: {value}"));
        }
    }

    private static DemandGrid Series(string kind, RandomStream random)
    {
        var step = random.NextDouble() < 0.5 ? TimeSpan.FromMinutes(10) : TimeSpan.FromHours(1);
        var length = kind == "three" ? 3 : 250 + random.NextInt(300);
        var values = new double[length];
        var present = new bool[length];
        for (var t = 0; t < length; t++)
        {
            present[t] = kind switch { "gaps" => random.NextDouble() < 0.5, "long-gap" => t % 200 is < 90 or > 190, _ => true };
            values[t] = !present[t] ? 0 : kind switch
            {
                "zeros" => 0,
                "constant" => 42,
                "spike" => t == length / 2 ? 1e9 : 0,
                "huge" => 1e100 * random.NextExponential(1),
                "tiny" => 1e-100 * random.NextExponential(1),
                "bursts" => random.NextDouble() < 0.9 ? 0 : random.NextExponential(0.001),
                "steps" => t < length - 3 ? 1 : 1e6,
                "sawtooth" => t % 7 * 1000,
                _ => 100 + 80 * Math.Sin(t / 4.0) + random.NextGaussian(),
            };
        }

        return new DemandGrid(values, present, step, TestWorld.Start + step * length);
    }
}
