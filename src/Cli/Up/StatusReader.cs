using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Makes a <see cref="RunStatus"/> from the gateways' and the scaler's admin endpoints and the clients' results.</summary>
internal sealed class StatusReader(UpPlan plan, AdminClient admin, OpenLoopReplayer load, SteadyClock clock)
{
    private int _seen;
    private TimeSpan _lastLook;
    private int _failed;

    public async Task<RunStatus> ReadAsync(CancellationToken stop)
    {
        var fresh = load.Totals.From(_seen);
        _seen += fresh.Count;
        _failed += fresh.Count(r => r.Outcome is CallOutcome.Refused or CallOutcome.Failed or CallOutcome.Broken);
        var elapsed = load.Elapsed;
        var span = Math.Max(0.1, (elapsed - _lastLook).TotalSeconds);
        _lastLook = elapsed;
        var ttft = Percentiles.Of(fresh.Where(r => r.Arrival.Tier == ServiceTier.InteractiveFast).Select(r => r.Ttft));
        using var state = await admin.TryJsonAsync(plan.Ports.ScalerAdminUrl, "/admin/state", stop);
        using var published = await admin.TryJsonAsync(plan.Ports.ScalerAdminUrl, "/admin/plan", stop);
        return new RunStatus
        {
            Elapsed = elapsed,
            Total = plan.Options.For,
            EnvelopeNow = plan.Envelope.ToEnvelope(clock.Now),
            Sent = load.Totals.Sent,
            InFlight = load.Totals.Sent - _seen,
            Failed = _failed,
            RequestsPerSecond = fresh.Count / span,
            TtftP50 = ttft.P50,
            TtftP95 = ttft.P95,
            Deployments = await DeploymentsAsync(stop),
            PlanLine = PlanLine(published),
            LastActions = state is null ? [] : [.. ScalerState.Actions(state).TakeLast(5).Select(a => $"{a.At:HH:mm} {a.Kind} {a.Count} x {a.Pool}: {a.Reason}")],
        };
    }

    private async Task<ImmutableArray<DeploymentStatus>> DeploymentsAsync(CancellationToken stop)
    {
        var all = ImmutableArray.CreateBuilder<DeploymentStatus>();
        foreach (var region in plan.Ports.Regions)
        {
            using var fleet = await admin.TryJsonAsync(region.AdminUrl, "/admin/fleet", stop);
            if (fleet is not null)
            {
                all.AddRange(fleet.RootElement.GetProperty("models").EnumerateArray().Select(m => Deployment(region.Region, m)));
            }
        }

        return all.ToImmutable();
    }

    private static DeploymentStatus Deployment(RegionId region, JsonElement model)
    {
        var phases = model.GetProperty("replicas").EnumerateArray().Select(r => r.GetProperty("phase").GetString()).ToArray();
        int Phase(InstancePhase phase) => phases.Count(p => string.Equals(p, phase.ToString(), StringComparison.OrdinalIgnoreCase));
        return new DeploymentStatus(
            region.Value,
            model.GetProperty("model").GetString() ?? "",
            Phase(InstancePhase.Ready),
            Phase(InstancePhase.Starting),
            Phase(InstancePhase.Draining),
            model.GetProperty("kvUtilization").GetDouble(),
            Sum(model, "inFlight"),
            Sum(model, "held"),
            model.TryGetProperty("deferred", out var deferred) && deferred.TryGetProperty("waiting", out var waiting) ? waiting.GetInt32() : 0);
    }

    private static int Sum(JsonElement model, string name) =>
        model.TryGetProperty(name, out var byTier) && byTier.ValueKind == JsonValueKind.Object ? byTier.EnumerateObject().Sum(t => t.Value.GetInt32()) : 0;

    private string PlanLine(JsonDocument? document)
    {
        if (document is null || document.Deserialize(SharedJson.Default.PlanDocument) is not { } published)
        {
            return "no plan yet";
        }

        var targets = string.Join(", ", published.Targets.Where(t => t.Target != t.Current).Select(t => $"{t.Pool.Model}@{t.Pool.Region} {t.Current}->{t.Target}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"plan {published.Version} of {published.IssuedAt.ToDateTimeOffset():HH:mm} by {published.Allocator.TrimEnd('.')}: {(targets.Length == 0 ? "keeps every pool" : targets)}; next at {(published.IssuedAt + plan.Planning.PlanInterval).ToDateTimeOffset():HH:mm}");
    }
}
