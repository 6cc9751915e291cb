namespace SageServe.Gateway;

/// <summary>Usage in a SQLite file.</summary>
internal sealed class SqliteUsageStore(string path) : IUsageStore
{
    private const int OperationsKept = 1000;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS usage(
          day INTEGER NOT NULL, tenant TEXT NOT NULL, key TEXT NOT NULL, model TEXT NOT NULL, tier INTEGER NOT NULL,
          requests INTEGER NOT NULL, prompt INTEGER NOT NULL, output INTEGER NOT NULL, gpu INTEGER NOT NULL, usd INTEGER NOT NULL,
          PRIMARY KEY(day, tenant, key, model, tier)) WITHOUT ROWID;
        """;

    private const string Operations = "CREATE TABLE IF NOT EXISTS operations(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);";

    private const string Known = "SELECT 1 FROM operations WHERE id = $0";
    private const string Remember = "INSERT INTO operations(id) VALUES($0)";
    private const string Trim = "DELETE FROM operations WHERE seq <= (SELECT MAX(seq) FROM operations) - $0";
    private const string Add = """
        INSERT INTO usage(day, tenant, key, model, tier, requests, prompt, output, gpu, usd) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT DO UPDATE SET requests = requests + $5, prompt = prompt + $6, output = output + $7, gpu = gpu + $8, usd = usd + $9
        """;

    private const string Read =
        "SELECT day, tenant, key, model, tier, requests, prompt, output, gpu, usd FROM usage WHERE day BETWEEN $0 AND $1 ORDER BY day, tenant, key, model, tier";

    private const string Forget = "DELETE FROM usage WHERE day < $0";

    private readonly SqliteFile _file = new(path, Schema, ("SELECT 1", ""), Operations);

    public async ValueTask AddAsync(string operation, IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>> rows, CancellationToken cancellation) =>
        await _file.StepAsync(
            file =>
            {
                if (file.Value(Known, operation) is not null)
                {
                    return 0;
                }

                foreach (var (key, sum) in rows)
                {
                    file.Change(
                        Add, key.Day, key.Tenant, key.Key, key.Model, (int)key.Tier,
                        sum.Requests, sum.PromptTokens, sum.OutputTokens, sum.GpuMilliseconds, sum.MicroUsd);
                }

                file.Change(Remember, operation);
                return file.Change(Trim, OperationsKept);
            },
            cancellation);

    public async ValueTask<IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>>> ReadAsync(int fromDay, int toDay, CancellationToken cancellation) =>
        await _file.StepAsync(
            file => file.Rows(
                row => KeyValuePair.Create(
                    new UsageKey(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), (ServiceTier)row.GetInt32(4)),
                    new UsageAmount(row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9))),
                Read, fromDay, toDay),
            cancellation);

    public async ValueTask ForgetAsync(int beforeDay, CancellationToken cancellation) =>
        await _file.StepAsync(file => file.Change(Forget, beforeDay), cancellation);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
