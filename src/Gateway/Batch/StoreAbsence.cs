using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Says in the log that the deferred store is away: when it goes, once a minute for how long already, and when it is back, however many
/// calls find it so.
/// </summary>
internal sealed class StoreAbsence(SteadyClock clock, ILogger<StoreAbsence> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private Instant? _since;
    private Instant _toldAt;

    /// <summary>A call found it away.</summary>
    public void Away(string problem)
    {
        var now = clock.Now;
        Instant since;
        lock (_gate)
        {
            if (_since is not null && now - _toldAt < Between)
            {
                return;
            }

            _toldAt = now;
            since = _since ??= now;
        }

        if (since == now)
        {
            BatchLog.StoreAway(logger, problem);
        }
        else
        {
            BatchLog.StoreStillAway(logger, (long)(now - since).TotalSeconds, problem);
        }
    }

    /// <summary>A call of a lane's loop, which makes some each second, was answered.</summary>
    public void Back()
    {
        if (_since is null)
        {
            return;
        }

        Instant? since;
        lock (_gate)
        {
            (since, _since) = (_since, null);
        }

        if (since is { } began)
        {
            BatchLog.StoreBack(logger, (long)(clock.Now - began).TotalSeconds);
        }
    }
}
