using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>
/// What YARP writes an answer into: bytes go to the sink at once, and on the way tokens are counted and an unasked-for
/// usage chunk is taken out.
/// </summary>
internal sealed class AnswerStream(Exchange exchange, AnswerProgress? progress, AttemptWatch? watch = null) : Stream
{
    private readonly AnswerTail _tail = new();
    private SseFilter? _events;
    private WholeAnswer? _whole;
    private ResponseIdScan? _ids;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The answer's headers are known.</summary>
    public void Begin()
    {
        _events = exchange.IsEventStream ? new SseFilter(exchange.DropsUsageChunk, exchange.TierEcho) : null;
        _whole = WholeAnswer.For(exchange);
        exchange.Marks = (exchange.AttemptSpan ?? exchange.Span) is { IsAllDataRequested: true } ? new AnswerMarks() : null;
        _ids = exchange is { Responses: { } known, Status: < StatusCodes.Status400BadRequest } ? new ResponseIdScan(known, exchange) : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watch?.Came();
        _ids?.Take(buffer.Span);
        exchange.Marks?.Take(buffer.Span);
        if (_events is null)
        {
            _tail.Append(buffer.Span);
            var passing = _whole is null ? buffer : _whole.Take(buffer);
            if (!passing.IsEmpty)
            {
                await exchange.Sink.WriteAsync(passing, cancellationToken);
            }

            watch?.PassedOn();
            return;
        }

        var output = _events.Take(buffer);
        exchange.MayEndInsideEvent = _events.PassesUnread;
        if (_events.Tokens > 0 && exchange.FirstTokenAt is null)
        {
            progress?.FirstToken(exchange);
        }

        if (!output.IsEmpty)
        {
            await exchange.Sink.WriteAsync(output, cancellationToken);
        }

        watch?.PassedOn();
        progress?.Tokens(exchange, _events.OutputTokens);
    }

    /// <summary>The upstream's answer is over: passes on what is left and takes the final counts.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        exchange.Marks?.Complete();
        if (_events is null)
        {
            exchange.OutputTokens = _tail.CompletionTokens ?? 0;
            exchange.PromptTokens = _tail.PromptTokens;
            _tail.Release();
            var rewritten = _whole?.Finish() ?? default;
            if (!exchange.Sink.Committed || !rewritten.IsEmpty)
            {
                await exchange.Sink.WriteAsync(rewritten, cancellation);
            }

            return;
        }

        if (_events.TakeRest() is { IsEmpty: false } rest)
        {
            await exchange.Sink.WriteAsync(rest, cancellation);
        }

        exchange.OutputTokens = _events.OutputTokens;
        exchange.PromptTokens = _events.PromptTokens;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
