namespace SageServe.Gateway.Tests;

public sealed class PromptEstimatesTests
{
    private static readonly ParsedBody Text = new() { TextBytes = 4000 };

    private readonly PromptEstimates _estimates = new(new ServingCatalog(TestCatalog.Document()));

    [Fact]
    public void The_engines_counts_correct_the_estimate_of_their_model_only()
    {
        Feed(200, truth: 1500);
        Assert.InRange(_estimates.Of(TestCatalog.Model, Text), 1490, 1510);
        Assert.Equal(1000, _estimates.Of(TestCatalog.Other, Text));
    }

    [Fact]
    public void A_few_counts_correct_nothing()
    {
        Feed(PromptEstimates.Enough - 1, truth: 1500);
        Assert.Equal(1000, _estimates.Of(TestCatalog.Model, Text));
    }

    [Fact]
    public void A_wild_count_moves_it_little_and_never_beyond_its_bounds()
    {
        Feed(200, truth: 1000);
        Feed(1, truth: 1_000_000_000);
        Assert.InRange(_estimates.Of(TestCatalog.Model, Text), 1000, 1200);
        Feed(2000, truth: 1_000_000_000);
        Assert.InRange(_estimates.Of(TestCatalog.Model, Text), 3900, 4000);
    }

    [Fact]
    public void Token_ids_are_counted_as_they_are()
    {
        Feed(200, truth: 2000);
        Assert.Equal(500, _estimates.Of(TestCatalog.Model, new ParsedBody { TokenIds = 500 }));
    }

    private void Feed(int times, int truth)
    {
        for (var i = 0; i < times; i++)
        {
            _estimates.Observe(TestCatalog.Model, _estimates.Of(TestCatalog.Model, Text), truth);
        }
    }
}
