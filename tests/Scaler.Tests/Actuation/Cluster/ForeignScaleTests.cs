namespace SageServe.Scaler.Tests;

public sealed class ForeignScaleTests
{
    private static readonly Instant Now = Instant.From(Views.Start);

    private readonly ForeignScale _foreign = new(TimeSpan.FromMinutes(10));

    [Fact]
    public void What_somebody_else_set_is_told_once_and_taken_as_it_is()
    {
        Assert.Null(_foreign.See(3, Now));
        Assert.Equal((3, 5), _foreign.See(5, Now));
        Assert.Null(_foreign.See(5, Now));
        Assert.Null(_foreign.PausedUntil(Now));
    }

    [Fact]
    public void Our_own_move_is_not_told()
    {
        _foreign.See(3, Now);
        _foreign.Set(4);
        Assert.Null(_foreign.See(4, Now));
    }

    [Fact]
    public void What_is_followed_is_nobodys_fault()
    {
        _foreign.See(3, Now);
        _foreign.Set(4);
        _foreign.Follow(3);
        _foreign.Follow(6);
        Assert.Null(_foreign.See(6, Now));
        Assert.Equal((6, 5), _foreign.See(5, Now));
        Assert.Null(_foreign.PausedUntil(Now));
    }

    [Fact]
    public void Who_undoes_our_moves_twice_is_not_fought()
    {
        _foreign.See(3, Now);
        _foreign.Set(4);
        _foreign.See(3, Now);
        Assert.Null(_foreign.PausedUntil(Now));
        _foreign.Set(4);
        _foreign.See(3, Now + TimeSpan.FromMinutes(1));
        Assert.Equal(Now + TimeSpan.FromMinutes(11), _foreign.PausedUntil(Now + TimeSpan.FromMinutes(2)));
        Assert.Null(_foreign.PausedUntil(Now + TimeSpan.FromMinutes(11)));
    }
}
