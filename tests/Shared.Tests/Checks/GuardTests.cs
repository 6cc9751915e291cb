namespace SageServe.Shared.Tests;

public sealed class GuardTests
{
    [Fact]
    public void A_guard_names_the_argument()
    {
        var answer = double.NaN;
        Assert.Equal("answer", Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Finite(answer)).ParamName);
        var text = " ";
        Assert.Equal("text", Assert.Throws<ArgumentException>(() => Guard.NotBlank(text)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.NotNegative(-1L));
        Assert.Equal(0, Guard.NotNegative(0.0));
    }

    [Fact]
    public void A_broken_invariant_names_the_rule_and_the_expression()
    {
        var count = 3;
        Invariant.Holds(count == 3, "never");
        var e = Assert.Throws<InvariantException>(() => Invariant.Holds(count == 4, "There are four"));
        Assert.Contains("There are four", e.Message);
        Assert.Contains("count == 4", e.Message);
    }
}
