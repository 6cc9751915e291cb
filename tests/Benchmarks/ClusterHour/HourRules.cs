namespace SageServe.ClusterHour;

/// <summary>What an hour must have and must not have, from the clusters' side alone.</summary>
/// <param name="options">Of the run.</param>
/// <param name="regions">What is known of each.</param>
/// <param name="notes">What was done to them.</param>
internal sealed class HourRules(HourOptions options, IReadOnlyList<RegionStory> regions, HourNotes notes)
{
    private const double Never = 1e6;
    private static readonly string[] Bad = ["AnotherPodWent", "DrainLimitReached"];
    private static readonly TimeSpan TakeoverLimit = TimeSpan.FromSeconds(15);

    public IEnumerable<Takeover> Takeovers() => notes.Kills.SelectMany(Takeovers);

    public IEnumerable<string> Problems() =>
    [
        .. Takeovers().Where(t => t.Seconds > TakeoverLimit.TotalSeconds).Select(t => FormattableString.Invariant($"taking over {t.Role} from {t.From} took {t.Seconds:0.0} s")),
        .. regions.SelectMany(r => new MoveRules(r.Region, r.Lines, r.Pods, options, notes).Problems()),
        .. regions.SelectMany(PodProblems),
        .. Missing(),
    ];

    private IEnumerable<Takeover> Takeovers(LeaderKill kill)
    {
        yield return Of("pacing", AuditLog.Pacing, Region(kill.Region));
        if (kill.Planned)
        {
            yield return Of("planning", AuditLog.Planning, Region(HourWorld.Regions[0]));
        }

        Takeover Of(string role, string lease, RegionStory region) => LeaseLines.Taken(region.Lines, lease, kill.At, kill.Name) is { } taken
            ? new Takeover(role, kill.Name, taken.Body.Text("spec.holderIdentity")!, (taken.At - kill.At).TotalSeconds)
            : Again(role, lease, region);

        // A region with one scaler has to wait until that is there again; where there are two, only the other one counts.
        Takeover Again(string role, string lease, RegionStory region) => Region(kill.Region).Scalers == 1 && LeaseLines.Renewed(region.Lines, lease, kill.At) is { } renewed
            ? new Takeover(role, kill.Name, renewed.Body.Text("spec.holderIdentity")!, (renewed.At - kill.At).TotalSeconds)
            : new Takeover(role, kill.Name, "nobody", Never);
    }

    /// <summary>Nobody goes but by a drain, with its machine, or in a rollout.</summary>
    private IEnumerable<string> PodProblems(RegionStory region)
    {
        var (rollout, code) = (region.Region == "eastus" ? notes.At("rollout") : null, HourWorld.Workload(HourWorld.Code));
        foreach (var pod in region.Pods.Where(p => p is { GoneAt: not null, ReadyAt: not null, MarkedAt: null, IsReclaimed: false }))
        {
            if (!(rollout is { } at && pod.Workload == code && pod.FirstSeen < at && pod.GoneAt > at))
            {
                yield return $"{pod.Name} of {region.Region} was ready and went without a drain at {pod.GoneAt:HH:mm:ss}";
            }
        }

        // Versions of before took what the other scaler of their region did for a stranger's work, and only told so.
        foreach (var reason in options.Beside is null ? [.. Bad, "ScaledByAnother"] : Bad)
        {
            if (region.Events(reason) is > 0 and var count)
            {
                yield return $"{region.Region} has {count} events {reason}";
            }
        }

        if (region.Unsettled is { } missing)
        {
            yield return $"{region.Region} has not settled: {missing}";
        }
    }

    /// <summary>An hour in which nothing happens shows nothing.</summary>
    private IEnumerable<string> Missing()
    {
        var moves = regions.SelectMany(r => ScaleMove.Of(r.Region, r.Lines)).ToArray();
        var pods = regions.SelectMany(r => r.Pods.Select(p => (r.Region, Pod: p))).ToArray();
        var needed = new (string What, bool Came)[]
        {
            ("a scale-out in eastus", moves.Any(m => m is { Region: "eastus", Added: > 0 })),
            ("a drained replica taken away in eastus", moves.Any(m => m is { Region: "eastus", Added: < 0 })),
            ("a swap", regions.Any(r => r.Events("SwappedIn") > 0)),
            ("machines of northus that changed from one model to the other", pods.Any(p => p.Region == "northus" && IsSwap(p.Pod, pods.Where(o => o.Region == "northus").Select(o => o.Pod)))),
            ("replicas of westus taken away after it was heard again", notes.At("heard") is { } heard && moves.Any(m => m is { Region: "westus", Added: < 0 } && m.At > heard)),
            ("a pod that went with its machine in westus", pods.Any(p => p is { Region: "westus", Pod: { IsReclaimed: true, GoneAt: not null } })),
            ("a new pod of the rollout", notes.At("rollout") is { } rolled && pods.Any(p => p.Region == "eastus" && p.Pod.Workload == HourWorld.Workload(HourWorld.Code) && p.Pod.FirstSeen > rolled && p.Pod.ReadyAt is not null)),
            ("a move in northus after its API server was back", notes.At("restart") is { } restarted && moves.Any(m => m.Region == "northus" && m.At > restarted)),
            ("two killed leaders", notes.Kills.Count == 2 && notes.Kills.Any(k => k.Planned)),
        };
        return needed.Where(n => !n.Came).Select(n => $"the hour had not: {n.What}");
    }

    /// <summary>It took over the machine of a pod of the other model.</summary>
    private static bool IsSwap(PodStory pod, IEnumerable<PodStory> others) =>
        pod is { ReadyAt: not null, Node: not null } && others.Any(o => o.Workload != pod.Workload && o.Node == pod.Node && o is { MarkedAt: not null } && o.GoneAt is { } gone && gone < pod.ReadyAt && gone > pod.FirstSeen - TimeSpan.FromSeconds(30));

    private RegionStory Region(string id) => regions.Single(r => r.Region == id);
}
