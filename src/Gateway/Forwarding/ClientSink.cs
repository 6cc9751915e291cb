using Microsoft.AspNetCore.Http.Features;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Passes an answer to the client's connection, byte by byte as it comes. A stream that stays silent gets comments meanwhile: then
/// status and headers have gone, those of a later answer are swallowed, and other attempts may still follow (DESIGN 5.1).
/// </summary>
internal sealed class ClientSink(HttpResponse response, SteadyClock clock) : IAnswerSink, IAsyncDisposable
{
    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();

    // Held for setting headers and beginning to write; a beat and an answer may come at once.
    private readonly Lock _gate = new();
    private Exchange? _exchange;
    private ITimer? _beat;
    private Task _writing = Task.CompletedTask;
    private bool _hasAnswer;
    private bool _isQuiet;

    public bool Committed { get; private set; }

    public bool TakesEventsOnly { get; private set; }

    /// <summary>From now on a stream without a byte gets a comment each time that this has passed. Not for what does not stream.</summary>
    public void KeepAlive(Exchange exchange, TimeSpan after)
    {
        if (!exchange.Request.Streaming || after <= TimeSpan.Zero)
        {
            return;
        }

        _exchange = exchange;
        _beat = clock.Time.CreateTimer(static sink => ((ClientSink)sink!).Beat(), this, after, after);
    }

    /// <summary>No comment is written after this.</summary>
    public ValueTask EndKeepAliveAsync()
    {
        if (_beat is not { } beat)
        {
            return default;
        }

        lock (_gate)
        {
            _isQuiet = true;
            beat.Dispose();
            return _writing.IsCompleted ? default : new ValueTask(_writing);
        }
    }

    public void Begin(HttpResponseMessage answer, Exchange exchange)
    {
        lock (_gate)
        {
            _exchange = exchange;
            if (TakesEventsOnly)
            {
                return;
            }

            // An answer that is no stream can't have comments before it.
            (_hasAnswer, _isQuiet) = (true, !exchange.IsEventStream);
            response.StatusCode = (int)answer.StatusCode;
            ResponseHeaders.Copy(answer, response.Headers, keepsLength: !exchange.IsEventStream && !exchange.RewritesAnswer);
            if (exchange.HasErrorText)
            {
                response.ContentType = "application/json";
            }

            if (exchange.IsEventStream)
            {
                SetStreamHeaders();
            }

            ResponseHeaders.SetOwn(response.Headers, exchange, clock.Now);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        Committed || _exchange is null ? response.Body.WriteAsync(bytes, cancellation) : CommitAsync(bytes, cancellation);

    public ValueTask DisposeAsync() => EndKeepAliveAsync();

    private async ValueTask CommitAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await EndKeepAliveAsync();
        Committed = true;
        if (TakesEventsOnly)
        {
            // The headers went out with the first comment, before anything was known: what they would say now is a last one.
            await response.Body.WriteAsync(ResponseHeaders.ToComment(_exchange!, clock.Now), cancellation);
        }
        else
        {
            ResponseHeaders.SetProcessingTime(response.Headers, _exchange!, clock.Now);
        }

        await response.Body.WriteAsync(bytes, cancellation);
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (_isQuiet || !_writing.IsCompleted)
            {
                return;
            }

            if (!TakesEventsOnly)
            {
                TakesEventsOnly = true;
                BeginStream();
            }

            _writing = SendCommentAsync();
        }
    }

    // What is known of the request so far; an upstream that has said nothing but its headers has set them already.
    private void BeginStream()
    {
        if (!_hasAnswer)
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "text/event-stream; charset=utf-8";
            SetStreamHeaders();
            ResponseHeaders.SetOwn(response.Headers, _exchange!, clock.Now);

            // Not known yet; what they will be stands in the comment before the first event.
            response.Headers.Remove(HeaderNames.QueueMs);
            response.Headers.Remove(HeaderNames.OverheadMs);
        }

        ResponseHeaders.SetProcessingTime(response.Headers, _exchange!, clock.Now);
    }

    private void SetStreamHeaders()
    {
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-accel-buffering"] = "no";
        // Servers that gather small writes (IIS does) must not.
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task SendCommentAsync()
    {
        try
        {
            await response.Body.WriteAsync(Comment, response.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client left; its request learns that by its own token.
        }
    }
}
