using System.Threading.Tasks.Sources;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// One request between its arrival and its final effect. The flow's effects for it arrive here in order, from whichever input
/// caused them; one waiter takes them out. Deliveries come under the dispatcher's lock, waiting happens outside it.
/// </summary>
internal sealed class DispatchTicket(InferenceRequest request, Story story = default) : IValueTaskSource<FlowEffect>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<FlowEffect> _delivered = new(1);
    private readonly CancellationTokenSource _stop = new();
    private ManualResetValueTaskSourceCore<FlowEffect> _source = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private Instant? _heldSince;

    public InferenceRequest Request { get; } = request;

    public Story Story { get; } = story;

    /// <summary>Ends the running attempt: the flow took the request back or the gateway closes.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Time spent held so far; read by the waiter after it was given an effect.</summary>
    public TimeSpan Held { get; private set; }

    public void BeginHold(Instant now) => _heldSince ??= now;

    public void EndHold(Instant now)
    {
        Held += _heldSince is { } since ? now - since : TimeSpan.Zero;
        _heldSince = null;
    }

    public void Deliver(in FlowEffect effect)
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _delivered.Enqueue(effect);
                return;
            }

            _waiting = false;
        }

        _source.SetResult(effect);
    }

    /// <summary>Stops the running attempt; its end follows as the attempt's outcome.</summary>
    public void Stop() => _ = _stop.CancelAsync();

    /// <summary>The next thing to do for this request. One waiter at a time.</summary>
    public ValueTask<FlowEffect> NextAsync()
    {
        lock (_gate)
        {
            if (_delivered.TryDequeue(out var effect))
            {
                return new ValueTask<FlowEffect>(effect);
            }

            _source.Reset();
            _waiting = true;
            return new ValueTask<FlowEffect>(this, _source.Version);
        }
    }

    public void Dispose() => _stop.Dispose();

    FlowEffect IValueTaskSource<FlowEffect>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlowEffect>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlowEffect>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
