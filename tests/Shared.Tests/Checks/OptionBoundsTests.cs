namespace SageServe.Shared.Tests;

public sealed class OptionBoundsTests
{
    [Fact]
    public void Every_value_out_of_bounds_is_told_by_name_and_rule()
    {
        Assert.Empty(OptionBounds.Problems(new Sample()));
        Assert.Equal(
            ["Share must be above 0 and at most 1.", "Factor must be at least 1.", "Rule 'other' is not known; use this, that.", "Pause must not be negative."],
            OptionBounds.Problems(new Sample { Share = 0, Factor = 0.5, Rule = "other", Pause = -TimeSpan.FromSeconds(1) }));
        Assert.Equal(["Share must be above 0 and at most 1."], OptionBounds.Problems(new Sample { Share = double.NaN }));
    }

    private sealed record Sample
    {
        [Within(0, 1, AboveLow = true)]
        public double Share { get; init; } = 1;

        [Within(1)]
        public double Factor { get; init; } = 1;

        [OneOf("this", "that")]
        public string Rule { get; init; } = "that";

        public TimeSpan Pause { get; init; }

        public string Free { get; init; } = "";
    }
}
