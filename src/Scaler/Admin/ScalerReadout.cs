using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>What the scaler did last, for the admin pages. Written by the loop, read by anyone.</summary>
internal sealed class ScalerReadout(LiveConfiguration live, EnvelopeClock clock) : IReadinessCheck
{
    private const int ActionsKept = 500;

    private readonly Lock _lock = new();
    private readonly RingBuffer<ActionDocument> _actions = new(ActionsKept);
    private TickDocument? _lastTick;
    private SolveReport? _solve;
    private ImmutableArray<PoolStanding> _pools = [];
    private ImmutableArray<GroupStanding> _groups = [];
    private bool _frozen;
    private string? _failure;
    private LeadershipStanding _leads = new(true, true);

    public string Name => "scale-loop";

    public string? NotReadyBecause()
    {
        lock (_lock)
        {
            return !_leads.Paces ? null : _failure ?? (_lastTick is null ? "the first tick is not done" : null);
        }
    }

    public void TickDone(TickInput input, ScheduledTick tick, PlanningEffects effects, ImmutableArray<ActionReceipt> receipts)
    {
        lock (_lock)
        {
            _failure = null;
            _frozen = effects.Diagnostics.Frozen;
            _solve = effects.Diagnostics.Solve ?? _solve;
            _pools = [.. (input.Pools ?? []).Select(PoolStanding.Of)];
            _groups = GroupStanding.Of(input, live.Current.Catalog);
            _lastTick = new TickDocument(input.Now, Names(tick.Kinds), effects.Diagnostics.Steps);
            foreach (var receipt in receipts)
            {
                var action = receipt.Action;
                _actions.Add(new ActionDocument(input.Now, action.Kind, action.Pool, action.Count, action.Reason, action.Detail, receipt.Applied, receipt.Text));
            }
        }
    }

    /// <summary>One that stands by is ready to take over.</summary>
    public void Leads(bool paces, bool plans)
    {
        lock (_lock)
        {
            _leads = new LeadershipStanding(paces, plans);
        }
    }

    public void TickFailed(string problem)
    {
        lock (_lock)
        {
            _failure = "the last tick failed: " + problem;
        }
    }

    public StateDocument ToDocument()
    {
        lock (_lock)
        {
            var actions = Enumerable.Range(0, _actions.Count).Select(i => _actions[i]);
            var options = live.Current.Options;
            return new StateDocument(clock.Now, options.DryRun, _frozen, options.Planning.Strategy, _lastTick, _solve, [.. actions], _pools)
            {
                Groups = _groups.IsEmpty ? null : _groups,
                Leads = _leads,
            };
        }
    }

    private static ImmutableArray<string> Names(TickKinds kinds) =>
    [
        .. Enum.GetValues<TickKinds>().Where(k => k != TickKinds.None && kinds.HasFlag(k)).Select(k => k == TickKinds.Plan ? "plan" : "pace"),
    ];
}
