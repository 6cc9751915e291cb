using Sql = SageServe.Gateway.SqliteStatements;

namespace SageServe.Gateway;

/// <summary>What one step changes of the counts that stand with each group; written once at its end.</summary>
internal sealed class SqliteTally(SqliteFile file, string lane)
{
    private readonly SortedDictionary<long, long[]> _groups = [];

    public void Waiting(long group, long count) => Of(group)[0] += count;

    public void Paused(long group, long count) => Of(group)[1] += count;

    public void Leased(long group, long count) => Of(group)[2] += count;

    /// <summary>Prompt, output and work of an item that begins (1) or ceases (-1) to wait.</summary>
    public void Work(long group, DeferredItem item, int sign)
    {
        var sums = Of(group);
        sums[3] += sign * (long)item.PromptTokens;
        sums[4] += sign * (long)item.OutputTokens;
        sums[5] += sign * DeferredItemText.WorkMilliseconds(item);
    }

    /// <summary>Writes what has come together so far; groups and lanes that have nothing left go.</summary>
    public void Write()
    {
        foreach (var (group, sums) in _groups)
        {
            file.Change(Sql.Tally, group, sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
            file.Change(Sql.EndGroup, group);
        }

        if (_groups.Count > 0)
        {
            file.Change(Sql.EndLane, lane);
        }

        _groups.Clear();
    }

    private long[] Of(long group)
    {
        if (!_groups.TryGetValue(group, out var sums))
        {
            _groups[group] = sums = new long[6];
        }

        return sums;
    }
}
