namespace SageServe.Planning.Tests;

public sealed class SurgeShareTests
{
    [Fact]
    public void All_of_a_first_surge_is_taken_to_last()
    {
        var share = new SurgeShare(lead: 5, fade: 1);
        Assert.Equal(1, share.At(0));
        share.Take(0, 1000, 100);
        Assert.Equal(1, share.At(100));
    }

    [Theory]
    [InlineData(10, 1.0)]
    [InlineData(1, 0.05)]
    public void What_is_gone_one_lead_later_counts_against_it(int minutes, double most)
    {
        var share = new SurgeShare(lead: 5, fade: 1);
        for (var bin = 0; bin < 2000; bin++)
        {
            share.Take(bin, bin % 100 < minutes ? 400 : 100, 100);
        }

        Assert.InRange(share.At(100), 0, most);
        Assert.Equal(minutes > 5, share.At(100) > 0.4);
    }

    [Fact]
    public void Growth_beyond_the_excess_is_no_more_than_all_of_it()
    {
        var share = new SurgeShare(lead: 1, fade: 1);
        for (var bin = 0; bin < 100; bin++)
        {
            share.Take(bin, 100 + bin * 100, 50 + bin * 100);
        }

        Assert.Equal(1, share.At(50), 9);
    }

    [Fact]
    public void Bins_that_never_came_tell_nothing()
    {
        var share = new SurgeShare(lead: 5, fade: 1);
        share.Take(0, 400, 100);
        share.Take(6, 100, 100);
        Assert.Equal(1, share.At(100));
    }

    [Fact]
    public void Old_surges_fade()
    {
        var share = new SurgeShare(lead: 5, fade: 0.9);
        share.Take(0, 4000, 100);
        share.Take(5, 100, 100);
        var then = share.At(100);
        for (var bin = 6; bin < 200; bin++)
        {
            share.Take(bin, 100, 100);
        }

        Assert.True(then < 0.01, $"{then}");
        Assert.True(share.At(100) > 0.99, $"{share.At(100)}");
    }
}
