using System.Collections.Immutable;

namespace SageServe.ClusterHour;

/// <summary>Holds what happened against what must be, from the clusters' and the clients' side alone.</summary>
internal sealed class HourJudge(HourOptions options, HourStage stage, HourNotes notes)
{
    private const int MostTold = 5;
    private const double Never = 1e6;
    private static readonly string[] Bad = ["AnotherPodWent", "DrainLimitReached"];
    private static readonly TimeSpan TakeoverLimit = TimeSpan.FromSeconds(15);

    public HourReport Judge(IReadOnlyList<CallResult> calls)
    {
        var takeovers = notes.Kills.SelectMany(Takeovers).ToImmutableArray();
        var moves = stage.Regions.Values.SelectMany(r => ScaleMove.Of(r.Region, r.Audit.Lines)).ToArray();
        var firsts = calls.Where(c => c.Ttft is not null).Select(c => c.Ttft!.Value.TotalSeconds).Order().ToArray();
        return new HourReport
        {
            Minutes = options.Minutes,
            Speed = options.Speed,
            Seed = options.Seed,
            Streams = calls.Count,
            Whole = calls.Count(c => c.Outcome == CallOutcome.Completed),
            Cut = calls.Count(c => c.Outcome is CallOutcome.Broken or CallOutcome.CutOff),
            Failed = calls.Count(c => c.Outcome == CallOutcome.Failed),
            Refused = calls.Count(c => c.Outcome == CallOutcome.Refused),
            Retried = calls.Count(c => c.Attempts > 1),
            TtftP50Seconds = Rank(firsts, 0.5),
            TtftP99Seconds = Rank(firsts, 0.99),
            ScaleOuts = moves.Count(m => m.Added > 0),
            ScaleIns = moves.Count(m => m.Added < 0),
            DrainsBegun = Events("DrainBegun"),
            DrainsTakenBack = Events("DrainTakenBack"),
            Swaps = Events("SwappedIn"),
            Takeovers = takeovers,
            Fleet = [.. notes.Fleet],
            Problems =
            [
                .. notes.Problems,
                .. Cuts(calls),
                .. takeovers.Where(t => t.Seconds > TakeoverLimit.TotalSeconds).Select(t => FormattableString.Invariant($"taking over {t.Role} from {t.From} took {t.Seconds:0.0} s")),
                .. stage.Regions.Values.SelectMany(r => new MoveRules(r.Region, r.Audit.Lines, r.Audit.Pods, options, notes).Problems()),
                .. stage.Regions.Values.SelectMany(PodProblems),
                .. Missing(moves),
            ],
        };
    }

    private static IEnumerable<string> Cuts(IReadOnlyList<CallResult> calls) => calls.Where(c => c.Outcome is CallOutcome.Broken or CallOutcome.CutOff or CallOutcome.Failed).Take(MostTold)
        .Select(c => FormattableString.Invariant($"a stream of {c.Arrival.Origin} for {c.Arrival.Model} after {c.Arrival.At.TotalSeconds:0.0} s: {c.Outcome}, {c.OutputTokens} tokens, {c.Error}"));

    private IEnumerable<Takeover> Takeovers(LeaderKill kill)
    {
        yield return Of("pacing", AuditLog.Pacing, stage.Regions[kill.Region]);
        if (kill.Planned)
        {
            yield return Of("planning", AuditLog.Planning, stage.First);
        }

        Takeover Of(string role, string lease, RegionStage region) => region.Audit.Taken(lease, kill.At, kill.Name) is { } taken
            ? new Takeover(role, kill.Name, taken.Body.Text("spec.holderIdentity")!, (taken.At - kill.At).TotalSeconds)
            : Again(role, lease, region);

        // A region with one scaler has to wait until that is there again; where there are two, only the other one counts.
        Takeover Again(string role, string lease, RegionStage region) => stage.Scalers.Count(s => s.Region == kill.Region) == 1 && region.Audit.Renewed(lease, kill.At) is { } renewed
            ? new Takeover(role, kill.Name, renewed.Body.Text("spec.holderIdentity")!, (renewed.At - kill.At).TotalSeconds)
            : new Takeover(role, kill.Name, "nobody", Never);
    }

    /// <summary>Nobody goes but by a drain, with its machine, or in a rollout.</summary>
    private IEnumerable<string> PodProblems(RegionStage region)
    {
        var (rollout, code) = (region.Region == "eastus" ? notes.At("rollout") : null, HourWorld.Workload(HourWorld.Code));
        foreach (var pod in region.Audit.Pods.Where(p => p is { GoneAt: not null, ReadyAt: not null, MarkedAt: null, IsReclaimed: false }))
        {
            if (!(rollout is { } at && pod.Workload == code && pod.FirstSeen < at && pod.GoneAt > at))
            {
                yield return $"{pod.Name} of {region.Region} was ready and went without a drain at {pod.GoneAt:HH:mm:ss}";
            }
        }

        // Versions of before took what the other scaler of their region did for a stranger's work, and only told so.
        foreach (var reason in options.Beside is null ? [.. Bad, "ScaledByAnother"] : Bad)
        {
            if (region.Audit.Events(reason) is > 0 and var count)
            {
                yield return $"{region.Region} has {count} events {reason}";
            }
        }

        if (!region.IsWhole())
        {
            yield return $"{region.Region} has not settled: {string.Join(", ", HourWorld.Models.Select(m => $"{m} {region.Workload(m).Number("status.readyReplicas")} ready of {region.Workload(m).Number("spec.replicas")}"))}";
        }
    }

    /// <summary>An hour in which nothing happens shows nothing.</summary>
    private IEnumerable<string> Missing(ScaleMove[] moves)
    {
        var pods = stage.Regions.SelectMany(r => r.Value.Audit.Pods.Select(p => (Region: r.Key, Pod: p))).ToArray();
        var needed = new (string What, bool Came)[]
        {
            ("a scale-out in eastus", moves.Any(m => m is { Region: "eastus", Added: > 0 })),
            ("a drained replica taken away in eastus", moves.Any(m => m is { Region: "eastus", Added: < 0 })),
            ("a swap", Events("SwappedIn") > 0),
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

    private int Events(string reason) => stage.Regions.Values.Sum(r => r.Audit.Events(reason));

    private static double Rank(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
