using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Parity.Tests;

/// <summary>What every eviction keeps to, told from a log alone, whoever wrote it. It knows nothing of how the flow decides.</summary>
internal sealed class EvictionOrder(double perSecond, int replicas)
{
    private const int MostForOne = 8;
    private const double BurstSeconds = 2;
    private readonly Dictionary<string, (InferenceRequest Request, string Instance)> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InferenceRequest> _known = new(StringComparer.Ordinal);
    private readonly List<Instant> _evictions = [];

    /// <returns>How many gave way.</returns>
    public static int Check(IEnumerable<DecisionRecord> records, double perSecond, int replicas)
    {
        var order = new EvictionOrder(perSecond, replicas);
        foreach (var record in records.Where(r => r.Room == "routing" && !FlowJson.IsHeader(r.Input)))
        {
            order.Take(record);
        }

        return order._evictions.Count;
    }

    private void Take(DecisionRecord record)
    {
        var input = FlowJson.ReadInput(record.Input);
        foreach (var request in input.Offered ?? (input.Request is { } one ? [one] : []))
        {
            _known[request.Id.Value] = request;
        }

        var victims = new List<string>();
        foreach (var effect in record.Effects.EnumerateArray())
        {
            Take(effect, input.Now, victims);
        }

        Assert.Empty(victims);
    }

    private void Take(JsonElement effect, Instant now, List<string> victims)
    {
        var id = effect.TryGetProperty("requestId", out var named) ? named.GetString()! : "";
        switch (Enum.Parse<FlowEffectKind>(effect.GetProperty("kind").GetString()!))
        {
            case FlowEffectKind.Forward:
                var instance = effect.GetProperty("instance").GetString()!;
                CheckVictims(_known[id], instance, victims);
                _running[id] = (_known[id], instance);
                break;
            case FlowEffectKind.Evict when GaveWay(effect):
                victims.Add(_running[id].Instance);
                Assert.Equal(ServiceTier.NonInteractive, _running[id].Request.Tier);
                _running.Remove(id);
                _evictions.Add(now);
                CheckRate(now);
                break;
            case FlowEffectKind.Evict or FlowEffectKind.Finish or FlowEffectKind.Reject:
                _running.Remove(id);
                break;
        }
    }

    /// <summary>Who gave way did so for an interactive request, which is sent where they were.</summary>
    private static void CheckVictims(InferenceRequest request, string instance, List<string> victims)
    {
        Assert.True(victims.Count == 0 || request.Tier.IsInteractive(), "patient work gives way to interactive work only");
        Assert.InRange(victims.Count, 0, MostForOne);
        Assert.All(victims, at => Assert.Equal(instance, at));
        victims.Clear();
    }

    private void CheckRate(Instant now)
    {
        var lately = _evictions.Count(at => now - at <= TimeSpan.FromSeconds(10));
        Assert.True(lately <= perSecond * replicas * (10 + BurstSeconds), $"{lately} gave way in ten seconds");
    }

    private static bool GaveWay(JsonElement effect) =>
        effect.GetProperty("reasons").EnumerateArray().Any(r => r.ValueEquals(ReasonCode.EvictedForInteractive.Name()));
}
