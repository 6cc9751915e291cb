namespace SageServe.Planning.Tests;

public sealed class MethodErrorsTests
{
    private static readonly double[] AllAnswer = [1, 1, 1];

    [Fact]
    public void The_better_method_has_the_weight_and_the_weights_are_shares()
    {
        var weights = Errors(1, 2, 1.2).Weigh(AllAnswer, CombineRule.Ensemble);
        Assert.Equal(1, weights.Sum(), 12);
        Assert.True(weights[0] > weights[2] && weights[1] == 0, string.Join(" ", weights));
    }

    [Fact]
    public void A_method_without_an_answer_has_no_weight_and_without_any_nobody_has()
    {
        Assert.Equal([0, 1, 0], Errors(1, 2, 9).Weigh([double.NaN, 1, double.NaN], CombineRule.Ensemble));
        Assert.Equal([0, 0, 0], Errors(1, 2, 9).Weigh([double.NaN, double.NaN, double.NaN], CombineRule.Best));
        Assert.Equal([1, 0, 0], new MethodErrors(3).Weigh(AllAnswer, CombineRule.Ensemble));
    }

    [Fact]
    public void Best_takes_the_simpler_of_nearly_equals_and_a_named_method_is_taken_whatever_its_error()
    {
        Assert.Equal([1, 0, 0], Errors(1, 0.99, 5).Weigh(AllAnswer, CombineRule.Best));
        Assert.Equal([0, 1, 0], Errors(1, 0.9, 5).Weigh(AllAnswer, CombineRule.Best));
        Assert.Equal([0, 0, 1], Errors(1, 0.9, 5).Weigh(AllAnswer, CombineRule.Named));
        Assert.Equal([0, 1, 0], Errors(1, 0.9, 5).Weigh([1, 1, double.NaN], CombineRule.Named));
    }

    [Fact]
    public void A_method_that_makes_no_error_takes_all()
    {
        Assert.Equal([0, 1, 0], Errors(1, 0, 5).Weigh(AllAnswer, CombineRule.Ensemble));
    }

    [Fact]
    public void Recent_errors_count_more()
    {
        var errors = Errors(1, 9, 9);
        errors.Fade(0.01);
        for (var i = 0; i < 8; i++)
        {
            errors.Add(0, 9);
            errors.Add(1, 1);
        }

        Assert.Equal([0, 1, 0], errors.Weigh(AllAnswer, CombineRule.Best));
    }

    private static MethodErrors Errors(params double[] each)
    {
        var errors = new MethodErrors(each.Length);
        for (var i = 0; i < 10 * each.Length; i++)
        {
            errors.Add(i % each.Length, each[i % each.Length]);
        }

        return errors;
    }
}
