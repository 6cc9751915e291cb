using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Tells the flow how a stream gets on, at most ten times a second.</summary>
internal sealed class AnswerProgress(ModelDispatcher dispatcher, SteadyClock clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private Instant _nextReport = Instant.Min;

    public void FirstToken(Exchange exchange) => exchange.FirstTokenAt = clock.Now;

    public void Tokens(Exchange exchange, int outputTokens)
    {
        exchange.OutputTokens = outputTokens;
        var now = clock.Now;
        if (outputTokens > 0 && now >= _nextReport)
        {
            _nextReport = now + Pause;
            dispatcher.Progressed(exchange.Request.Id, outputTokens);
        }
    }
}
