using Microsoft.Data.Sqlite;
using Sql = SageServe.Gateway.SqliteStatements;

namespace SageServe.Gateway;

/// <summary>Makes the tables of <see cref="SqliteDeferredStore"/>, or brings those of version 1 and 2 up to date. Newer ones are refused.</summary>
internal static class SqliteUpgrade
{
    private const long Version = 3;
    private const string HasOlder = "SELECT COUNT(*) FROM pragma_table_info('items') WHERE name = 'body'";
    private const string HasUrgent = "SELECT COUNT(*) FROM pragma_table_info('inbox') WHERE name = 'urgent'";
    private const string AddUrgent = "ALTER TABLE inbox ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0";
    private const string SetAside = "ALTER TABLE items RENAME TO items_2; DROP TABLE IF EXISTS lanes; DROP TABLE IF EXISTS operations;";
    private const string Older = "SELECT lane, id, attempt, deadline, enqueued, body FROM items_2 WHERE id LIKE '%/%' ORDER BY lane, deadline, seq";

    /// <exception cref="DeferredStoreException">A newer program wrote the file.</exception>
    public static void Prepare(SqliteFile file)
    {
        if (file.Value("PRAGMA user_version") is > Version)
        {
            throw new DeferredStoreException("The queue file was written by a newer version of this program. Run that one, or move the file away: the queue is filled again from the batches.");
        }

        var isOlder = file.Value(HasOlder) is > 0L;
        if (isOlder)
        {
            file.Run(SetAside);
        }

        file.Run(Sql.Schema);
        if (file.Value(HasUrgent) is 0L)
        {
            // Still version 3: a program that knows nothing of it reads and writes such a file as well.
            file.Run(AddUrgent);
        }

        if (isOlder)
        {
            TakeOver(file);
            file.Run("DROP TABLE items_2");
        }
    }

    /// <summary>A row of <see cref="SqliteStatements.Groups"/>, without its oldest item.</summary>
    public static DeferredGroupState GroupOf(SqliteDataReader row) => new()
    {
        Id = row.GetString(1),
        Tenant = row.GetString(2) is { Length: > 0 } tenant ? new TenantId(tenant) : default,
        Deadline = DeferredItemText.FromMilliseconds(row.GetInt64(3)),
        Gateway = row.GetString(4) is { Length: > 0 } gateway ? gateway : null,
        Waiting = row.GetInt64(5),
        Delayed = row.GetInt64(6),
        Leased = row.GetInt64(7),
        PromptTokens = row.GetInt64(8),
        OutputTokens = row.GetInt64(9),
        WorkSeconds = row.GetInt64(10) / 1000.0,
    };

    /// <summary>Everything waits again: who ran it was a program that is gone. Held calls went with it.</summary>
    private static void TakeOver(SqliteFile file)
    {
        foreach (var (lane, deadline, item) in file.Rows(row => (row.GetString(0), row.GetInt64(3), OlderItem(row)), Older))
        {
            var group = file.Value(Sql.FindGroup, lane, item.Group) as long? ?? (long)file.Value(Sql.AddGroup, lane, item.Group, "", deadline, "")!;
            file.Change(Sql.KnowLane, lane);
            if (file.Change(Sql.Add, group, item.Line, file.Value(Sql.NextPlace, group)!, DeferredItemText.Write(item)) > 0)
            {
                file.Change(Sql.Tally, group, 1, 0, 0, item.PromptTokens, item.OutputTokens, DeferredItemText.WorkMilliseconds(item));
            }
        }
    }

    // The body was line|offset|length|work, of version 2 with |prompt|output.
    private static DeferredItem OlderItem(SqliteDataReader row)
    {
        var (id, body) = (row.GetString(1), row.GetString(5));
        var fields = body.Count(c => c == '|') == 5 ? body : body + "|0|0";
        var group = id[..id.LastIndexOf('/')];
        return DeferredItemText.Parse(
            group, DeferredItemText.FromMilliseconds(row.GetInt64(3)), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fields}|{row.GetInt32(2)}|{row.GetInt64(4)}"));
    }
}
