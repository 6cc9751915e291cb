using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sql = SageServe.Gateway.SqliteStatements;

namespace SageServe.Gateway;

/// <summary>What happens within one transaction.</summary>
public sealed partial class SqliteDeferredStore
{
    private int? Enqueue(SqliteFile file, string lane, DeferredGroup group, IReadOnlyList<DeferredItem> items, SqliteTally tally)
    {
        var id = file.Value(Sql.FindGroup, lane, group.Id) as long?;
        if (id is null && (long)file.Value(Sql.CountGroups, lane)! >= limits.Groups || !Fits(file, lane, id, items))
        {
            return null;
        }

        object[] facts = [group.Tenant.Value ?? "", DeferredItemText.ToMilliseconds(group.Deadline), group.Gateway ?? ""];
        if (id is { } known)
        {
            file.Change(Sql.RenewGroup, known, facts[0], facts[1], facts[2]);
        }
        else
        {
            id = (long)file.Value(Sql.AddGroup, lane, group.Id, facts[0], facts[1], facts[2])!;
        }

        file.Change(Sql.KnowLane, lane);
        if (group.Gateway is { } gateway)
        {
            file.Change(Sql.MeetMember, lane, gateway, Now());
        }

        var fresh = items.Count(item => Add(file, id.Value, item, tally));
        tally.Waiting(id.Value, fresh);
        return fresh;
    }

    private bool Fits(SqliteFile file, string lane, long? group, IReadOnlyList<DeferredItem> items)
    {
        var room = limits.Items - (long)file.Value(Sql.CountItems, lane)!;
        return items.Count <= room || items.DistinctBy(i => i.Line).Count(i => group is null || file.Value(Sql.IsKnown, group.Value, i.Line) is null) <= room;
    }

    private static bool Add(SqliteFile file, long group, DeferredItem item, SqliteTally tally)
    {
        if (file.Change(Sql.Add, group, item.Line, file.Value(Sql.NextPlace, group)!, DeferredItemText.Write(item)) == 0)
        {
            return false;
        }

        tally.Work(group, item, 1);
        return true;
    }

    /// <summary>Pauses first, so that leases that were lost stand before what was paused; each from the latest, so that the earliest is first.</summary>
    private int EndWhatIsOver(SqliteFile file, string lane, SqliteTally tally)
    {
        var over = file.Rows(
            row => (Group: row.GetInt64(0), Line: row.GetInt32(1), Token: row.GetInt64(2), Until: row.GetInt64(3), Text: row.GetString(4), Name: row.GetString(5)),
            Sql.Over, lane, Now());
        var lost = 0;
        foreach (var one in over.OrderBy(o => o.Token > 0).ThenByDescending(o => o.Until).ThenByDescending(o => o.Token).ThenByDescending(o => $"{o.Text}|{o.Name}", StringComparer.Ordinal))
        {
            file.Change(Sql.Return, one.Group, one.Line, file.Value(Sql.FirstPlace, one.Group)!, one.Text);
            tally.Waiting(one.Group, 1);
            if (one.Token < 0)
            {
                tally.Paused(one.Group, -1);
                continue;
            }

            lost++;
            file.Change(Sql.Unpost, one.Token);
            tally.Leased(one.Group, -1);
            tally.Work(one.Group, ItemOf(one.Text), 1);
        }

        if (lost > 0)
        {
            file.Change(Sql.CountLost, lane, lost);
        }

        tally.Write();
        file.Change(Sql.ForgetMembers, lane, Now() - DeferredItemText.Milliseconds(DeferredTimes.MemberKept));
        file.Change(Sql.ForgetPump, lane, Now());
        return file.Rows(row => row.GetInt64(0), Sql.Orphans, lane).Sum(group => Drop(file, group, tally));
    }

    private DeferredLaneState State(SqliteFile file, string lane)
    {
        var gone = Now() - DeferredItemText.Milliseconds(DeferredTimes.MemberLives);
        return new DeferredLaneState
        {
            LeasesLost = file.Value(Sql.Lost, lane) as long? ?? 0,
            Pump = file.Value(Sql.Pump, lane, Now()) as string,
            Members = [.. file.Rows(row => new DeferredMember(row.GetString(0), row.GetInt64(1) < gone ? 0 : row.GetInt32(2)), Sql.Members, lane)],
            Groups = [.. file.Rows(row => (Id: row.GetInt64(0), State: SqliteUpgrade.GroupOf(row)), Sql.Groups, lane)
                .Select(g => g.State.Waiting == 0 ? g.State : g.State with { OldestEnqueuedAt = ItemOf((string)file.Value(Sql.FirstWaiting, g.Id)!).EnqueuedAt })],
        };
    }

    private int Grant(SqliteFile file, string lane, DeferredGrant grant, long until, SqliteTally tally)
    {
        var seen = Now() - DeferredItemText.Milliseconds(DeferredTimes.MemberLives);
        if (file.Value(Sql.Member, lane, grant.Gateway, seen) is not long room
            || file.Rows(row => (Id: row.GetInt64(0), Only: row.GetString(2)), Sql.GroupRoom, lane, grant.Group) is not [var group]
            || group.Only.Length > 0 && group.Only != grant.Gateway)
        {
            return 0;
        }

        var taken = file.Rows(row => (Line: row.GetInt32(0), Text: row.GetString(1)), Sql.Waiting, group.Id, Math.Min(grant.Count, room));
        var token = Math.Max((long)file.Value(Sql.Fence)!, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        foreach (var (line, text) in taken)
        {
            file.Change(Sql.Take, group.Id, line, ++token, until);
            file.Change(Sql.Post, token, lane, grant.Gateway, grant.Urgent ? 1 : 0);
            tally.Work(group.Id, ItemOf(text), -1);
        }

        file.Change(Sql.SetFence, token);
        file.Change(Sql.UseRoom, lane, grant.Gateway, taken.Count);
        tally.Waiting(group.Id, -taken.Count);
        tally.Leased(group.Id, taken.Count);
        return taken.Count;
    }

    private static bool Complete(SqliteFile file, DeferredLease lease, SqliteTally tally)
    {
        if (file.Value(Sql.Complete, lease.Token) is not long group)
        {
            return false;
        }

        file.Change(Sql.Unpost, lease.Token);
        tally.Leased(group, -1);
        return true;
    }

    private bool Requeue(SqliteFile file, DeferredLease lease, bool countAttempt, TimeSpan delay, SqliteTally tally)
    {
        if (file.Rows(row => (Group: row.GetInt64(0), Line: row.GetInt32(1), Item: ItemOf(row.GetString(2))), Sql.Leased, lease.Token) is not [var held])
        {
            return false;
        }

        var text = DeferredItemText.Write(held.Item with { Attempt = held.Item.Attempt + (countAttempt ? 1 : 0) });
        if (delay > TimeSpan.Zero)
        {
            file.Change(Sql.Pause, held.Group, held.Line, Now() + DeferredItemText.Milliseconds(delay), text);
            tally.Paused(held.Group, 1);
        }
        else
        {
            file.Change(Sql.Return, held.Group, held.Line, file.Value(Sql.FirstPlace, held.Group)!, text);
            tally.Waiting(held.Group, 1);
        }

        file.Change(Sql.Unpost, lease.Token);
        tally.Leased(held.Group, -1);
        tally.Work(held.Group, held.Item, 1);
        return true;
    }

    private static int Drop(SqliteFile file, long group, SqliteTally tally)
    {
        file.Change(Sql.UnpostGroup, group);
        var removed = file.Change(Sql.RemoveAll, group);
        file.Change(Sql.ClearGroup, group);
        tally.Waiting(group, 0);
        return removed;
    }

    private static bool Remove(SqliteFile file, long group, int line, SqliteTally tally)
    {
        if (file.Rows(row => (Token: row.GetInt64(0), Text: row.GetString(1)), Sql.Entry, group, line) is not [var entry])
        {
            return false;
        }

        file.Change(Sql.Remove, group, line);
        if (entry.Token > 0)
        {
            file.Change(Sql.Unpost, entry.Token);
            tally.Leased(group, -1);
            return true;
        }

        (entry.Token == 0 ? (Action<long, long>)tally.Waiting : tally.Paused)(group, -1);
        tally.Work(group, ItemOf(entry.Text), -1);
        return true;
    }

    /// <summary>A row of <see cref="SqliteStatements.Inbox"/>.</summary>
    private static DeferredLease LeaseOf(SqliteDataReader row) => new(
        DeferredItemText.Parse(row.GetString(1), DeferredItemText.FromMilliseconds(row.GetInt64(2)), row.GetString(3)), row.GetInt64(0), row.GetInt64(4) > 0);

    /// <summary>Only for its own figures: group and deadline stand elsewhere.</summary>
    private static DeferredItem ItemOf(string text) => DeferredItemText.Parse("-", Instant.Min, text);
}
