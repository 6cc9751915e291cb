using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Takes part in both elections: for pacing in its own cluster, and, while it paces, for planning.</summary>
internal sealed class LeaseLeadership : BackgroundService, ILeadership
{
    private readonly LeaderElection _pacing;
    private readonly PlanningElection? _planning;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource _changed = NewSignal();
    private (bool Paces, bool Plans, string? Arbiter) _told;

    public LeaseLeadership(LeaderElection pacing, PlanningElection? planning, LeaseOptions options, TimeProvider time, ILogger<LeaseLeadership> logger)
    {
        (_pacing, _planning, _options, _time, _logger) = (pacing, planning, options, time, logger);
        _pacing.Troubled += e => _logger.LeaseTrouble(_options.PacingName, e.Message);
    }

    /// <summary>Pacing began, before anybody is told.</summary>
    public event Action? Began;

    public bool Paces => _pacing.IsLeader;

    public bool Plans => _pacing.IsLeader && (_planning?.IsLeader ?? true);

    public Task Changed => _changed.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(RunPacingAsync(stoppingToken), _planning is { } planning ? RunPlanningAsync(planning, stoppingToken) : Task.CompletedTask);
    }

    private async Task RunPacingAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _pacing.StepAsync(stop);
            Tell();
            await PauseAsync(stop);
        }

        await _pacing.GiveBackAsync();
        Tell();
    }

    private async Task RunPlanningAsync(PlanningElection planning, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Only who moves a region's replicas has the facts to plan from.
            await (_pacing.IsLeader ? planning.StepAsync(stop) : planning.GiveBackAsync());
            Tell();
            await PauseAsync(stop);
        }

        await planning.GiveBackAsync();
    }

    private Task PauseAsync(CancellationToken stop) =>
        Task.Delay(_options.Retry, _time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Tell()
    {
        var now = (Paces, Plans, Arbiter: _planning?.Arbiter?.Value);
        lock (_gate)
        {
            if (now == _told)
            {
                return;
            }

            _logger.LeadsNow(now.Paces, now.Plans, now.Arbiter ?? "nobody");
            if (now.Paces && !_told.Paces)
            {
                Began?.Invoke();
            }

            _told = now;
        }

        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
