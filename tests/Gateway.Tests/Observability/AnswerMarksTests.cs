using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class AnswerMarksTests
{
    [Theory]
    [InlineData("""{"id":"chatcmpl-1","object":"chat.completion","choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"finish_reason" : "length"}]}""", "chatcmpl-1", "stop,length")]
    [InlineData("data: {\"id\":\"cmpl_2\",\"choices\":[{\"text\":\"a\",\"finish_reason\":null}]}\n\ndata: {\"id\":\"cmpl_2\",\"choices\":[{\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n", "cmpl_2", "tool_calls")]
    [InlineData("event: message_delta\ndata: {\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n", null, "end_turn")]
    [InlineData("""{"object":"list","data":[]}""", null, null)]
    public void The_id_and_why_it_ended_are_read_wherever_the_answer_is_cut(string answer, string? id, string? reasons)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        Seeds.Check(40, (_, random) =>
        {
            var marks = new AnswerMarks();
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - at, 1 + random.NextInt(random.NextInt(2) == 0 ? 4 : 300));
                marks.Take(bytes.AsSpan(at, length));
                at += length;
            }

            marks.Complete();
            Assert.Equal((id, reasons), (marks.Id, marks.FinishReasons is { } told ? string.Join(',', told) : null));
        });
    }

    [Theory]
    [InlineData("""{"id":"my secret name","choices":[{"finish_reason":"Because I said so"}]}""")]
    [InlineData("""{"content":"\"id\":\"leak\" \"finish_reason\":\"leak\""}""")]
    [InlineData("""{"id":7,"finish_reason":""}""")]
    [InlineData("""{"id":"cut off""")]
    public void Nothing_but_what_looks_like_one_is_told(string answer)
    {
        var marks = new AnswerMarks();
        marks.Take(Encoding.UTF8.GetBytes(answer));
        marks.Complete();
        Assert.Equal((null, null), (marks.Id, marks.FinishReasons));
    }

    [Fact]
    public void No_more_than_eight_ends_are_told()
    {
        var marks = new AnswerMarks();
        for (var i = 0; i < 20; i++)
        {
            marks.Take("{\"finish_reason\":\"stop\"}"u8);
        }

        marks.Complete();
        Assert.Equal(8, marks.FinishReasons!.Length);
    }
}
