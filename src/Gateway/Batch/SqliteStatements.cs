namespace SageServe.Gateway;

/// <summary>The tables of <see cref="SqliteDeferredStore"/>. An entry's token: 0 waits; above 0 leased under that fence; -1 waits out a pause.</summary>
internal static class SqliteStatements
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS groups(
          id INTEGER PRIMARY KEY, lane TEXT NOT NULL, name TEXT NOT NULL, tenant TEXT NOT NULL, deadline INTEGER NOT NULL, gateway TEXT NOT NULL,
          waiting INTEGER NOT NULL DEFAULT 0, paused INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0,
          prompt INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0, work INTEGER NOT NULL DEFAULT 0,
          head INTEGER NOT NULL DEFAULT 0, tail INTEGER NOT NULL DEFAULT 0, UNIQUE(lane, name));
        CREATE TABLE IF NOT EXISTS entries(
          grp INTEGER NOT NULL, line INTEGER NOT NULL, place INTEGER NOT NULL, token INTEGER NOT NULL DEFAULT 0, until INTEGER NOT NULL DEFAULT 0,
          text TEXT NOT NULL, PRIMARY KEY(grp, line)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS entries_waiting ON entries(grp, place) WHERE token = 0;
        CREATE UNIQUE INDEX IF NOT EXISTS entries_token ON entries(token) WHERE token > 0;
        CREATE INDEX IF NOT EXISTS entries_until ON entries(until) WHERE token <> 0;
        CREATE TABLE IF NOT EXISTS lanes(lane TEXT PRIMARY KEY, lost INTEGER NOT NULL, operation TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS inbox(
          token INTEGER PRIMARY KEY, lane TEXT NOT NULL, gateway TEXT NOT NULL, urgent INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS members(lane TEXT NOT NULL, gateway TEXT NOT NULL, seen INTEGER NOT NULL, room INTEGER NOT NULL, PRIMARY KEY(lane, gateway)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pumps(lane TEXT PRIMARY KEY, gateway TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS fence(token INTEGER NOT NULL);
        INSERT INTO fence SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM fence);
        PRAGMA user_version = 3;
        """;

    public const string FindGroup = "SELECT id FROM groups WHERE lane = $0 AND name = $1";
    public const string CountGroups = "SELECT COUNT(*) FROM groups WHERE lane = $0";
    public const string CountItems = "SELECT COALESCE(SUM(waiting + paused + leased), 0) FROM groups WHERE lane = $0";
    public const string AddGroup = "INSERT INTO groups(lane, name, tenant, deadline, gateway) VALUES($0, $1, $2, $3, $4) RETURNING id";
    public const string RenewGroup = "UPDATE groups SET tenant = $1, deadline = $2, gateway = $3 WHERE id = $0";
    public const string KnowLane = "INSERT OR IGNORE INTO lanes(lane, lost, operation, answer) VALUES($0, 0, '', '')";

    public const string IsKnown = "SELECT 1 FROM entries WHERE grp = $0 AND line = $1";
    public const string NextPlace = "UPDATE groups SET tail = tail + 1 WHERE id = $0 RETURNING tail";
    public const string FirstPlace = "UPDATE groups SET head = head - 1 WHERE id = $0 RETURNING head";
    public const string Add = "INSERT OR IGNORE INTO entries(grp, line, place, text) VALUES($0, $1, $2, $3)";

    /// <summary>What one step changed of a group.</summary>
    public const string Tally = """
        UPDATE groups SET waiting = waiting + $1, paused = paused + $2, leased = leased + $3, prompt = prompt + $4, output = output + $5, work = work + $6
        WHERE id = $0
        """;

    public const string ClearGroup = "UPDATE groups SET waiting = 0, paused = 0, leased = 0 WHERE id = $0";
    public const string EndGroup = "DELETE FROM groups WHERE id = $0 AND waiting + paused + leased = 0";
    public const string EndLane = "DELETE FROM lanes WHERE lane = $0 AND NOT EXISTS (SELECT 1 FROM groups WHERE lane = $0)";

    public const string Groups =
        "SELECT id, name, tenant, deadline, gateway, waiting, paused, leased, prompt, output, work FROM groups WHERE lane = $0 ORDER BY name";

    public const string FirstWaiting = "SELECT text FROM entries WHERE grp = $0 AND token = 0 ORDER BY place LIMIT 1";
    public const string Waiting = "SELECT line, text FROM entries WHERE grp = $0 AND token = 0 ORDER BY place LIMIT $1";
    public const string GroupRoom = "SELECT id, waiting, gateway FROM groups WHERE lane = $0 AND name = $1";

    /// <summary>Leases and pauses that are over, all lanes; the index keeps the planner from walking through what waits.</summary>
    public const string Over = """
        SELECT e.grp, e.line, e.token, e.until, e.text, g.name FROM entries e INDEXED BY entries_until CROSS JOIN groups g ON g.id = e.grp
        WHERE e.token <> 0 AND e.until <= $1 AND g.lane = $0 LIMIT 2000
        """;

    public const string Return = "UPDATE entries SET token = 0, until = 0, place = $2, text = $3 WHERE grp = $0 AND line = $1";
    public const string Pause = "UPDATE entries SET token = -1, until = $2, text = $3 WHERE grp = $0 AND line = $1";
    public const string Take = "UPDATE entries SET token = $2, until = $3 WHERE grp = $0 AND line = $1";
    public const string Leased = "SELECT grp, line, text FROM entries WHERE token = $0 AND token > 0";
    public const string Extend = "UPDATE entries SET until = $1 WHERE token = $0 AND token > 0";
    public const string Complete = "DELETE FROM entries WHERE token = $0 AND token > 0 RETURNING grp";
    public const string Entry = "SELECT token, text FROM entries WHERE grp = $0 AND line = $1";
    public const string Remove = "DELETE FROM entries WHERE grp = $0 AND line = $1";
    public const string RemoveAll = "DELETE FROM entries WHERE grp = $0";
    public const string CountLost = "UPDATE lanes SET lost = lost + $1 WHERE lane = $0";
    public const string Lost = "SELECT lost FROM lanes WHERE lane = $0";

    public const string Answer = "SELECT answer FROM lanes WHERE lane = $0 AND operation = $1";
    public const string Remember = "UPDATE lanes SET operation = $1, answer = $2 WHERE lane = $0";
    public const string Fence = "SELECT token FROM fence";
    public const string SetFence = "UPDATE fence SET token = $0";

    public const string Post = "INSERT INTO inbox(token, lane, gateway, urgent) VALUES($0, $1, $2, $3)";
    public const string Unpost = "DELETE FROM inbox WHERE token = $0";
    public const string UnpostGroup = "DELETE FROM inbox WHERE token IN (SELECT token FROM entries WHERE grp = $0 AND token > 0)";
    public const string Acknowledge = "DELETE FROM inbox WHERE lane = $0 AND gateway = $1 AND token <= $2";

    public const string Inbox = """
        SELECT i.token, g.name, g.deadline, e.text, i.urgent FROM inbox i CROSS JOIN entries e ON e.token = i.token AND e.token > 0 JOIN groups g ON g.id = e.grp
        WHERE i.lane = $0 AND i.gateway = $1 ORDER BY i.token
        """;

    public const string Members = "SELECT gateway, seen, room FROM members WHERE lane = $0 ORDER BY gateway";
    public const string Member = "SELECT room FROM members WHERE lane = $0 AND gateway = $1 AND seen >= $2";
    public const string MeetMember = "INSERT OR IGNORE INTO members(lane, gateway, seen, room) VALUES($0, $1, $2, 0)";
    public const string SetMember = "INSERT OR REPLACE INTO members(lane, gateway, seen, room) VALUES($0, $1, $2, $3)";
    public const string UseRoom = "UPDATE members SET room = room - $2 WHERE lane = $0 AND gateway = $1";
    public const string ForgetMembers = "DELETE FROM members WHERE lane = $0 AND seen < $1";
    public const string Orphans =
        "SELECT id FROM groups WHERE lane = $0 AND gateway <> '' AND gateway NOT IN (SELECT gateway FROM members WHERE lane = $0)";

    public const string Pump = "SELECT gateway FROM pumps WHERE lane = $0 AND until > $1";
    public const string SetPump = "INSERT OR REPLACE INTO pumps(lane, gateway, until) VALUES($0, $1, $2)";
    public const string ForgetPump = "DELETE FROM pumps WHERE lane = $0 AND until <= $1";
}
