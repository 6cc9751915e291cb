using System.Text;

namespace SageServe.VllmEmulator.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("abcd", 1)]
    [InlineData("abcde", 2)]
    [InlineData("世界", 2)]
    public void Four_bytes_are_a_token(string text, int tokens) => Assert.Equal(tokens, Tokenizer.Count(text));

    [Fact]
    public void Every_token_is_four_bytes_of_printable_text_that_json_hardly_escapes() => Seeds.Check(20, (seed, _) =>
    {
        var bytes = new byte[400];
        new TextSource(seed).Write(bytes);
        Assert.All(bytes, b => Assert.True(b is (byte)'\n' or >= 32 and < 127 and not ((byte)'"') and not ((byte)'\\')));
        Assert.True(char.IsUpper((char)bytes[0]));
    });

    [Fact]
    public void Equal_prefixes_have_equal_block_hashes_and_nothing_after_a_difference_does()
    {
        var one = Hash(new string('a', 300) + "left");
        var two = Hash(new string('a', 300) + "right");
        var three = Hash("b" + new string('a', 299) + "left");
        Assert.Equal(4, one.Blocks.Length);
        Assert.Equal(one.Blocks, two.Blocks);
        Assert.NotEqual(one.All, two.All);
        Assert.Empty(one.Blocks.Intersect(three.Blocks));

        static (System.Collections.Immutable.ImmutableArray<ulong> Blocks, ulong All) Hash(string text) =>
            new PromptHash(16).Add(text).Finish(Tokenizer.Count(text));
    }

    [Fact]
    public void Natural_lengths_have_the_median_of_the_trace()
    {
        var lengths = Enumerable.Range(1, 4000).Select(i => NaturalLength.Draw((ulong)i)).Order().ToArray();
        Assert.InRange(lengths[2000], 115, 145);
        Assert.InRange(lengths[0], 7, 40);
        Assert.InRange(lengths[^1], 600, 1000);
    }

    [Fact]
    public void The_earliest_complete_stop_wins_wherever_token_borders_lie() => Seeds.Check(50, (seed, random) =>
    {
        var free = AnswerPlan.Make(seed, 60, new AnswerLimits(true, 0, [], false));
        var text = free.VisibleText();
        var at = random.NextInt(200);
        var stop = text.Substring(at, 1 + random.NextInt(12));
        var plan = AnswerPlan.Make(seed, 60, new AnswerLimits(true, 0, [stop, "never there"], false));
        var end = text.IndexOf(stop, StringComparison.Ordinal);
        Assert.Equal(text[..end], plan.VisibleText());
        Assert.Equal(("stop", stop), (plan.FinishReason, plan.StopReason));
        Assert.Equal(Encoding.UTF8.GetByteCount(text[..(end + stop.Length)]), plan.Tokens * 4, 3.9);
        var shown = AnswerPlan.Make(seed, 60, new AnswerLimits(true, 0, [stop], true));
        Assert.Equal(text[..(end + stop.Length)], shown.VisibleText());
    });
}
