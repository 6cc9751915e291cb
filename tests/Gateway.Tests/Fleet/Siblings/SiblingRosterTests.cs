namespace SageServe.Gateway.Tests;

public sealed class SiblingRosterTests
{
    private static readonly Instant Start = Instant.Min + TimeSpan.FromDays(1);

    private readonly SiblingRoster _roster = new("me", TimeSpan.FromSeconds(3));

    [Fact]
    public void Alone_there_is_nobody_to_wait_for()
    {
        _roster.BeginRound();

        Assert.Equal(new GatewayCount(1, 1), _roster.Count());
    }

    [Fact]
    public void Who_gave_no_news_for_long_enough_is_dead_and_its_old_row_does_not_wake_it()
    {
        Round(0, Row("a", 1));
        Assert.Equal(["a", "me"], _roster.Live);
        Round(2, Row("a", 1));
        Assert.Equal(["a", "me"], _roster.Live);
        Round(3, Row("a", 1));
        Assert.Equal(["me"], _roster.Live);
        Round(4, Row("a", 1));
        Assert.Equal(["me"], _roster.Live);
        Round(5, Row("a", 2));
        Assert.Equal(["a", "me"], _roster.Live);
    }

    [Fact]
    public void While_nothing_can_be_learned_nobody_dies()
    {
        Round(0, Row("a", 1));
        _roster.BeginRound();
        _roster.Hold(Start + TimeSpan.FromSeconds(60));
        Round(61);

        Assert.Equal(["a", "me"], _roster.Live);
    }

    [Fact]
    public void Who_says_that_it_leaves_is_gone_at_once()
    {
        Round(0, Row("a", 1));
        Round(1, Row("a", 2, word: -1));

        Assert.Equal(["me"], _roster.Live);
    }

    [Fact]
    public void A_live_one_without_a_word_in_this_round_may_have_any_share()
    {
        Round(0, Row("a", 1, word: 2), Row("b", 1, word: 3));
        Assert.Equal(new GatewayCount(3, 2), _roster.Count());
        Round(1, Row("b", 2, word: 3));
        Assert.Equal(new GatewayCount(3, 0), _roster.Count());
        _roster.Heard("a", 2, Start + TimeSpan.FromSeconds(1));
        Assert.Equal(new GatewayCount(3, 2), _roster.Count());
    }

    [Fact]
    public void Who_has_no_share_is_not_waited_for()
    {
        Round(0, Row("a", 1, word: 0), Row("b", 1, word: 0));

        Assert.Equal(new GatewayCount(3, 3), _roster.Count());
    }

    private static SiblingRow Row(string id, long stamp, int word = 1) => new(id, stamp, word, "http://" + id);

    private void Round(int second, params SiblingRow[] rows)
    {
        var now = Start + TimeSpan.FromSeconds(second);
        _roster.BeginRound();
        foreach (var row in rows)
        {
            _roster.Listed(row, now);
        }

        _roster.Expire(now);
    }
}
