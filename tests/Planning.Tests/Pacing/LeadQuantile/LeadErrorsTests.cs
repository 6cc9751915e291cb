namespace SageServe.Planning.Tests;

public sealed class LeadErrorsTests
{
    [Fact]
    public void The_quantile_of_past_errors_is_added_as_it_is()
    {
        // Expected 100 throughout; of every ten, nine brought 100 and one 144: the 95 % quantile of the errors is 44, at night as at noon.
        var errors = new LeadErrors(0.95, 1000);
        for (var bin = 0; bin < 200; bin++)
        {
            errors.Expect(bin, 100, null);
            errors.Settle(bin, bin % 10 == 0 ? 144 : 100);
        }

        Assert.Equal(144, errors.Raised(100, null), 6);
        Assert.Equal(48, errors.Raised(4, null), 6);
    }

    [Fact]
    public void Few_errors_are_answered_with_half_as_much_again_but_not_for_the_median()
    {
        Assert.Equal(150, new LeadErrors(0.95, 100).Raised(100, null));
        Assert.Equal(100, new LeadErrors(0.5, 100).Raised(100, null));
    }

    [Fact]
    public void A_course_is_followed_once_it_is_better_and_no_more_when_it_gets_worse()
    {
        var errors = new LeadErrors(0.9, 500);
        Run(errors, 0, 400, level: 100, course: 200, actual: 200);
        Assert.True(errors.FollowsCourse);
        Assert.InRange(errors.Raised(100, 300), 300, 302);

        Run(errors, 400, 4000, level: 100, course: 400, actual: 100);
        Assert.False(errors.FollowsCourse);
    }

    [Fact]
    public void A_course_that_is_no_better_is_not_followed()
    {
        var errors = new LeadErrors(0.9, 500);
        Run(errors, 0, 1000, level: 100, course: 100, actual: 100);
        Assert.False(errors.FollowsCourse);
    }

    [Fact]
    public void Bins_that_never_came_are_forgotten()
    {
        var errors = new LeadErrors(0.5, 100);
        for (var bin = 0; bin < 100; bin++)
        {
            errors.Expect(bin, 100, null);
        }

        errors.Settle(99, 400);
        Assert.Equal(100, errors.Raised(100, null));
    }

    private static void Run(LeadErrors errors, int from, int to, double level, double course, double actual)
    {
        for (var bin = from; bin < to; bin++)
        {
            errors.Expect(bin, level, course);
            errors.Settle(bin, actual + bin % 2);
        }
    }
}
