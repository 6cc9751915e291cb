using System.Text.Json;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Parity.Tests;

/// <summary>The order in which every shell tells the doors what it knows; checked on a log, whoever wrote it.</summary>
internal static class DoorOrder
{
    public static void Check(IEnumerable<DecisionRecord> records)
    {
        foreach (var key in records.GroupBy(r => (r.Room, r.Key)))
        {
            var list = key.ToList();
            Assert.Equal(Enumerable.Range(0, list.Count).Select(i => list[0].Sequence + i), list.Select(r => r.Sequence));
            if (key.Key.Room == "routing")
            {
                CheckFlow(list);
            }
            else if (key.Key.Room == ReleaseRecord.Room)
            {
                CheckReleases(list);
            }
            else
            {
                CheckPlanner(list);
            }
        }
    }

    /// <summary>A header, then inputs in order of time, ends and progress only of attempts that the flow began, progress of streams only, and none after a final effect.</summary>
    private static void CheckFlow(List<DecisionRecord> records)
    {
        Assert.True(FlowJson.IsHeader(records[0].Input));
        var known = new Dictionary<RequestId, bool>();
        var streams = new HashSet<RequestId>();
        var last = Instant.Min;
        foreach (var record in records.Skip(1))
        {
            var input = FlowJson.ReadInput(record.Input);
            Assert.True(input.Now >= last, "time went back");
            last = input.Now;
            Known(input, known);
            Streams(input, streams);
            foreach (var effect in record.Effects.EnumerateArray())
            {
                Take(effect, known);
            }
        }
    }

    private static void Known(FlowInput input, Dictionary<RequestId, bool> running)
    {
        foreach (var request in input.Offered ?? (input.Request is { } one ? [one] : []))
        {
            Assert.True(running.TryAdd(request.Id, false), $"{request.Id} came twice");
        }

        RequestId[] told = input.Kind is not (FlowInputKind.AttemptEnded or FlowInputKind.Progressed) ? []
            : input.Progress is { } several ? [.. several.Select(p => p.RequestId)] : [input.RequestId];
        Assert.All(told, id => Assert.True(running.TryGetValue(id, out var runs) && runs, $"{input.Kind} of {id}, which does not run"));
    }

    /// <summary>Of an answer that does not stream nothing is heard before its end.</summary>
    private static void Streams(FlowInput input, HashSet<RequestId> streams)
    {
        foreach (var request in input.Offered ?? (input.Request is { } one ? [one] : []))
        {
            _ = request.Streaming && streams.Add(request.Id);
        }

        if (input.Kind == FlowInputKind.Progressed)
        {
            Assert.All(input.Progress?.Select(p => p.RequestId) ?? [input.RequestId], id => Assert.Contains(id, streams));
        }
    }

    private static void Take(JsonElement effect, Dictionary<RequestId, bool> running)
    {
        var kind = Enum.Parse<FlowEffectKind>(effect.GetProperty("kind").GetString()!);
        if (kind == FlowEffectKind.WakeAt)
        {
            return;
        }

        var id = new RequestId(effect.GetProperty("requestId").GetString()!);
        Assert.True(running.ContainsKey(id), $"{kind} of {id}, which is not here");
        if (kind is FlowEffectKind.Reject or FlowEffectKind.Finish or FlowEffectKind.Evict)
        {
            running.Remove(id);
        }
        else
        {
            running[id] = kind is FlowEffectKind.Forward or FlowEffectKind.Relay;
        }
    }

    /// <summary>In order of time, with sums that fit what is named, and nothing twice.</summary>
    private static void CheckReleases(List<DecisionRecord> records)
    {
        var last = "";
        foreach (var (input, effects) in records.Select(r => (r.Input, r.Effects)))
        {
            var now = input.GetProperty("now").GetString()!;
            Assert.True(string.CompareOrdinal(last, now) < 0, $"{now} after {last}");
            last = now;
            var grants = effects.GetProperty("grants").EnumerateArray().ToList();
            Assert.InRange(grants.Sum(g => g.GetProperty("count").GetInt32()), 0, effects.GetProperty("count").GetInt64());
            Assert.Equal(grants.Count, grants.DistinctBy(g => g.GetRawText()).Count());
            Assert.True(ReasonCodes.TryParse(effects.GetProperty("reason").GetString(), out _));
        }
    }

    /// <summary>A header, then exactly the ticks that the planner asked for.</summary>
    private static void CheckPlanner(List<DecisionRecord> records)
    {
        Assert.True(TickJson.IsHeader(records[0].Input));
        ScheduledTick? expected = null;
        foreach (var record in records.Skip(1))
        {
            var (tick, input) = TickJson.ReadInput(record.Input);
            Assert.True(expected is null || tick == expected, "not the tick that was asked for");
            Assert.True(input.Now >= tick.At, "called too early");
            Assert.All(input.Demand ?? [], bin => Assert.True(bin.Start >= tick.DemandSince));
            expected = TickJson.ReadEffects(record.Effects).NextTick;
        }
    }
}
