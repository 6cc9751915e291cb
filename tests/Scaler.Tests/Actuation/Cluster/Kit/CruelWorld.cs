namespace SageServe.Scaler.Tests;

/// <summary>What happens around an actuator by chance, from a seed.</summary>
internal sealed class CruelWorld
{
    private readonly Random _random;
    private readonly ClusterRig _rig;

    public CruelWorld(ClusterRig rig, int seed)
    {
        (_rig, _random) = (rig, new Random(seed));
        rig.Server.Fault = request =>
        {
            // The worst moment: the look is over, and the scale is on its way.
            if (request.Method == "PATCH" && request.Path.Value!.EndsWith("/scale", StringComparison.Ordinal) && Chance(0.1) && Some(p => p.IsReady && !p.IsMarked) is { } pod)
            {
                rig.Cluster.SetReady(pod.Name, ready: false, quietly: true);
            }

            return null;
        };
    }

    /// <summary>Pods that were to leave and that somebody deleted in this round.</summary>
    public int MarksLost { get; private set; }

    public int Next(int from, int below)
    {
        lock (_random)
        {
            return _random.Next(from, below);
        }
    }

    /// <summary>Three to six replicas with random work, all ready but perhaps one.</summary>
    public async Task FillAsync(string because)
    {
        MarksLost = 0;
        foreach (var pod in _rig.Cluster.Pods)
        {
            _rig.Cluster.SetReady(pod.Name, ready: true);
        }

        var missing = Next(3, 7) - _rig.Cluster.Wanted;
        if (missing > 0)
        {
            var receipt = await _rig.Start(missing);
            Assert.True(receipt.Moved == missing, $"{because}: {receipt.Text}");
        }

        foreach (var pod in _rig.Cluster.Pods)
        {
            (_rig.Cluster.Held[pod.Name], _rig.Cluster.Running[pod.Name]) = (Next(0, 3), Next(0, 2));
        }

        if (Chance(0.25) && Some(_ => true) is { } sick)
        {
            _rig.Cluster.SetReady(sick.Name, ready: false);
        }
    }

    /// <summary>One thing, perhaps. After a while it calms down.</summary>
    public void Act(int look)
    {
        if (Some(_ => true) is not { } pod)
        {
            return;
        }

        switch (look < 40 ? Next(0, 20) : 0)
        {
            case < 12:
                Release(look);
                break;
            case 12:
                _rig.Cluster.SetReady(pod.Name, ready: false);
                break;
            case 13 or 14:
                _rig.Cluster.SetReady(pod.Name, ready: true);
                break;
            case 15:
                MarksLost += pod.IsMarked ? 1 : 0;
                _rig.Cluster.Delete(pod.Name);
                break;
            default:
                break;
        }
    }

    private void Release(int look)
    {
        foreach (var (held, name) in _rig.Cluster.Pods.SelectMany(p => new[] { (_rig.Cluster.Held, p.Name), (_rig.Cluster.Running, p.Name) }))
        {
            if (look >= 40 || Chance(0.5))
            {
                held.AddOrUpdate(name, 0, (_, n) => Math.Max(0, n - 1));
            }
        }
    }

    private ClusterPod? Some(Func<ClusterPod, bool> which)
    {
        var pods = _rig.Cluster.Pods.Where(which).ToArray();
        return pods.Length == 0 ? null : pods[Next(0, pods.Length)];
    }

    private bool Chance(double share)
    {
        lock (_random)
        {
            return _random.NextDouble() < share;
        }
    }
}
