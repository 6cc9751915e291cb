namespace SageServe.Kubernetes;

/// <summary>
/// Elects one leader by a Lease. Another holder's lease counts as alive for its duration after <em>this</em> process saw it change:
/// clocks of different machines are never compared. Our own leadership ends when a renewal is not confirmed within the duration,
/// counted from before the request was sent, so that two processes never both believe that they lead.
/// </summary>
public sealed class LeaderElection(ILeaseStore leases, LeaderElectionOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private bool _leading;
    private long _renewedAt;
    private string? _seenVersion;
    private long _seenAt;

    /// <summary>After each change; true: this process leads from now on.</summary>
    public event Action<bool>? Changed;

    /// <summary>A call failed; the next try follows after the pause.</summary>
    public event Action<Exception>? Troubled;

    /// <summary>Also false as soon as our lease has run out, even while a renewal is still under way.</summary>
    public bool IsLeader
    {
        get
        {
            lock (_gate)
            {
                return _leading && time.GetElapsedTime(_renewedAt) < options.Duration;
            }
        }
    }

    /// <summary>Changes of holder so far, known to the leader: grows with each new one.</summary>
    public long Epoch { get; private set; }

    /// <summary>Takes part until cancelled, then gives the lease back at once.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await StepAsync(cancel);
            await Task.Delay(options.Retry, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await GiveBackAsync();
    }

    /// <summary>One look, and one try to lead or to go on leading. False when the store gave no answer; cancelled, it just ends.</summary>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var answered = await AnswersAsync(cancel);
        if (_leading && !IsLeader)
        {
            Become(false);
        }

        return answered;
    }

    /// <summary>Gives the lease back, if it is ours, so that the next one need not wait for its end.</summary>
    public async Task GiveBackAsync()
    {
        if (!_leading)
        {
            return;
        }

        Become(false);
        using var limit = new CancellationTokenSource(options.Duration / 2, time);
        try
        {
            var lease = await leases.GetLeaseAsync(options.Namespace, options.Name, limit.Token);
            if (lease.Spec.HolderIdentity == options.Identity)
            {
                await leases.ReplaceLeaseAsync(lease with { Spec = lease.Spec with { HolderIdentity = "" } }, limit.Token);
            }
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or OperationCanceledException)
        {
            // The lease runs out by itself.
            Troubled?.Invoke(e);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            // Half the duration: a server that hangs must not keep us from seeing that our lease ran out.
            using var limit = new CancellationTokenSource(options.Duration / 2, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            await TryOnceAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // Somebody else was faster; the next look shows who.
            return true;
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or System.Text.Json.JsonException or OperationCanceledException)
        {
            Troubled?.Invoke(e);
            return false;
        }
    }

    private async Task TryOnceAsync(CancellationToken cancel)
    {
        var sentAt = time.GetTimestamp();
        Lease lease;
        try
        {
            lease = await leases.GetLeaseAsync(options.Namespace, options.Name, cancel);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            Confirm(await leases.CreateLeaseAsync(Mine(NewLease(), 0), cancel), sentAt);
            return;
        }

        var held = lease.Spec.HolderIdentity;
        if (held == options.Identity)
        {
            Confirm(await leases.ReplaceLeaseAsync(Mine(lease, lease.Spec.LeaseTransitions), cancel), sentAt);
            return;
        }

        Become(false);
        if (string.IsNullOrEmpty(held) || HasRunOut(lease))
        {
            Confirm(await leases.ReplaceLeaseAsync(Mine(lease, lease.Spec.LeaseTransitions + 1), cancel), sentAt);
        }
    }

    private bool HasRunOut(Lease lease)
    {
        if (lease.Metadata.ResourceVersion != _seenVersion)
        {
            _seenVersion = lease.Metadata.ResourceVersion;
            _seenAt = time.GetTimestamp();
            return false;
        }

        return time.GetElapsedTime(_seenAt) >= TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? options.Duration.TotalSeconds);
    }

    private Lease NewLease() => new() { Metadata = new ObjectMeta { Name = options.Name, Namespace = options.Namespace } };

    private Lease Mine(Lease lease, int transitions)
    {
        var now = time.GetUtcNow();
        return lease with
        {
            Spec = new LeaseSpec
            {
                HolderIdentity = options.Identity,
                LeaseDurationSeconds = (int)Math.Ceiling(options.Duration.TotalSeconds),
                AcquireTime = lease.Spec.HolderIdentity == options.Identity ? lease.Spec.AcquireTime : now,
                RenewTime = now,
                LeaseTransitions = transitions,
            },
        };
    }

    private void Confirm(Lease lease, long sentAt)
    {
        lock (_gate)
        {
            _renewedAt = sentAt;
        }

        Epoch = lease.Spec.LeaseTransitions;
        Become(true);
    }

    private void Become(bool leading)
    {
        lock (_gate)
        {
            if (_leading == leading)
            {
                return;
            }

            _leading = leading;
        }

        Changed?.Invoke(leading);
    }
}
