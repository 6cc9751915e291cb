namespace SageServe.Gateway;

/// <summary>
/// The tables of <see cref="SqliteDeferredStore"/>. Token 0: waiting; above: leased under that fence; -1: waits out a delay.
/// </summary>
internal static class SqliteStatements
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS items(
          lane TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, deadline INTEGER NOT NULL, enqueued INTEGER NOT NULL,
          attempt INTEGER NOT NULL, body TEXT NOT NULL, token INTEGER NOT NULL, until INTEGER NOT NULL,
          prompt INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0,
          PRIMARY KEY(lane, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS waiting ON items(lane, deadline, seq) WHERE token = 0;
        CREATE INDEX IF NOT EXISTS ages ON items(lane, enqueued) WHERE token = 0;
        CREATE INDEX IF NOT EXISTS leased ON items(lane, until) WHERE token <> 0;
        CREATE TABLE IF NOT EXISTS lanes(lane TEXT PRIMARY KEY, seq INTEGER NOT NULL, token INTEGER NOT NULL, lost INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS operations(lane TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL, PRIMARY KEY(lane, id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS operation_ages ON operations(at);
        """;

    /// <summary>0 in a file of an older program, whose items have no tokens; <see cref="AddTokens"/> then adds them.</summary>
    public const string HasTokens = "SELECT COUNT(*) FROM pragma_table_info('items') WHERE name = 'output'";

    public const string AddTokens =
        "ALTER TABLE items ADD COLUMN prompt INTEGER NOT NULL DEFAULT 0; ALTER TABLE items ADD COLUMN output INTEGER NOT NULL DEFAULT 0;";

    /// <summary>Covers <see cref="Work"/>.</summary>
    public const string WorkIndex = "CREATE INDEX IF NOT EXISTS work ON items(lane, prompt, output) WHERE token <= 0;";

    public const string Answer = "SELECT answer FROM operations WHERE lane = $0 AND id = $1";
    public const string Remember = "INSERT INTO operations(lane, id, at, answer) VALUES($0, $1, $2, $3)";
    public const string Forget = "DELETE FROM operations WHERE at < $0";
    public const string KnowLane = "INSERT OR IGNORE INTO lanes(lane, seq, token, lost) VALUES($0, 0, 0, 0)";

    public const string CountItems = "SELECT COUNT(*) FROM items WHERE lane = $0";
    public const string IsKnown = "SELECT 1 FROM items WHERE lane = $0 AND id = $1";
    public const string NextSeq = "UPDATE lanes SET seq = seq + 1 WHERE lane = $0 RETURNING seq";
    public const string NextToken = "UPDATE lanes SET token = token + 1 WHERE lane = $0 RETURNING token";
    public const string Insert =
        "INSERT INTO items(lane, id, seq, deadline, enqueued, attempt, body, token, until, prompt, output) VALUES($0, $1, $2, $3, $4, $5, $6, 0, 0, $7, $8)";

    public const string CountLost = "UPDATE lanes SET lost = lost + (SELECT COUNT(*) FROM items WHERE lane = $0 AND token > 0 AND until <= $1) WHERE lane = $0";
    public const string Reclaim = "UPDATE items SET token = 0, until = 0 WHERE lane = $0 AND token <> 0 AND until <= $1";

    public const string Waiting =
        "SELECT id, attempt, deadline, enqueued, body FROM items WHERE lane = $0 AND token = 0 ORDER BY deadline, seq LIMIT $1";

    public const string Take = "UPDATE items SET token = $2, until = $3 WHERE lane = $0 AND id = $1";
    public const string Extend = "UPDATE items SET until = $3 WHERE lane = $0 AND id = $1 AND token = $2";
    public const string Complete = "DELETE FROM items WHERE lane = $0 AND id = $1 AND token = $2";
    public const string Requeue = "UPDATE items SET attempt = attempt + $3, token = $4, until = $5 WHERE lane = $0 AND id = $1 AND token = $2";
    public const string Remove = "DELETE FROM items WHERE lane = $0 AND id = $1";

    public const string CountWaiting = "SELECT COUNT(*) FROM items WHERE lane = $0 AND token = 0";
    public const string CountLeased = "SELECT COUNT(*) FROM items WHERE lane = $0 AND token <> 0";
    public const string Work = "SELECT COUNT(*), TOTAL(prompt), TOTAL(output) FROM items WHERE lane = $0 AND token <= 0";
    public const string Oldest = "SELECT MIN(enqueued) FROM items WHERE lane = $0 AND token = 0";
    public const string Lost = "SELECT lost FROM lanes WHERE lane = $0";

    /// <summary>Of one leased item, to answer a repeated lease.</summary>
    public const string Leased = "SELECT id, attempt, deadline, enqueued, body FROM items WHERE lane = $0 AND id = $1";
}
