using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>Reads what the scripts of <see cref="RedisScripts"/> answer.</summary>
internal static class RedisAnswers
{
    /// <summary>Ends the gateway's name in an urgent lease; one that a program without urgent leases wrote, or reads, is patient.</summary>
    public const string UrgentMark = "!";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static DeferredLaneState State(RedisValue[] answer)
    {
        const int Before = 3;
        var groups = (int)answer[2];
        var pump = (string)answer[1]!;
        return new DeferredLaneState
        {
            LeasesLost = (long)answer[0],
            Pump = pump.Length > 0 ? pump : null,
            Groups = [.. Pairs(answer, Before, groups).Select(p => Group(p.First, p.Second)).OrderBy(g => g.Id, StringComparer.Ordinal)],
            Members = [.. Pairs(answer, Before + 2 * groups, (answer.Length - Before) / 2 - groups)
                .Select(p => new DeferredMember(p.First, int.Parse(p.Second, Culture))).OrderBy(m => m.Gateway, StringComparer.Ordinal)],
        };
    }

    public static DeferredCollection Collection(RedisValue[] answer)
    {
        var leases = ImmutableArray.CreateBuilder<DeferredLease>(answer.Length / 3);
        for (var i = 1; i < answer.Length; i += 3)
        {
            leases.Add(Lease((long)answer[i], (long)answer[i + 1], (string)answer[i + 2]!));
        }

        return new DeferredCollection(leases.MoveToImmutable(), (long)answer[0]);
    }

    private static IEnumerable<(string First, string Second)> Pairs(RedisValue[] answer, int start, int count) =>
        Enumerable.Range(0, count).Select(i => ((string)answer[start + 2 * i]!, (string)answer[start + 2 * i + 1]!));

    // gateway, with the mark of an urgent one|record, eight fields|group
    private static DeferredLease Lease(long token, long deadline, string text)
    {
        var start = text.IndexOf('|', StringComparison.Ordinal) + 1;
        var end = start - 1;
        for (var field = 0; field < 8; field++)
        {
            end = text.IndexOf('|', end + 1);
        }

        var item = DeferredItemText.Parse(text[(end + 1)..], DeferredItemText.FromMilliseconds(deadline), text.AsSpan(start, end - start));
        return new DeferredLease(item, token, Urgent: text.AsSpan(0, start - 1).EndsWith(UrgentMark));
    }

    private static DeferredGroupState Group(string id, string text)
    {
        var parts = text.Split('|', 10);
        return new DeferredGroupState
        {
            Id = id,
            Waiting = long.Parse(parts[0], Culture),
            Delayed = long.Parse(parts[1], Culture),
            Leased = long.Parse(parts[2], Culture),
            PromptTokens = long.Parse(parts[3], Culture),
            OutputTokens = long.Parse(parts[4], Culture),
            WorkSeconds = long.Parse(parts[5], Culture) / 1000.0,
            Deadline = DeferredItemText.FromMilliseconds(long.Parse(parts[6], Culture)),
            OldestEnqueuedAt = parts[7].Length > 0 ? DeferredItemText.FromMilliseconds(long.Parse(parts[7], Culture)) : null,
            Gateway = parts[8].Length > 0 ? parts[8] : null,
            Tenant = parts[9].Length > 0 ? new TenantId(parts[9]) : default,
        };
    }
}
