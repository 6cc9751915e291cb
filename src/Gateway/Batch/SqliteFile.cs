using Microsoft.Data.Sqlite;

namespace SageServe.Gateway;

/// <summary>
/// One SQLite file and its only connection here. Steps run one at a time, each in a transaction that takes the write lock at its
/// start, so that several processes may share the file.
/// </summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <param name="path">Made where it does not exist.</param>
    /// <param name="schema">Tables and indexes, made where they don't exist.</param>
    /// <param name="upgrade">What a file of an older program lacks: run where the probe answers 0.</param>
    /// <param name="after">Made where it does not exist, after the upgrade.</param>
    public SqliteFile(string path, string schema, (string Probe, string Change) upgrade, string after)
        : this(path, file =>
        {
            file.Run(schema);
            if (file.Value(upgrade.Probe) is 0L)
            {
                file.Run(upgrade.Change);
            }

            file.Run(after);
        })
    {
    }

    /// <param name="path">Made where it does not exist.</param>
    /// <param name="prepare">Makes tables, brings an older file up to date; in one transaction.</param>
    public SqliteFile(string path, Action<SqliteFile> prepare)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            Open(prepare);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
        {
            // It is only an index: the batch files hold the truth, and the queue is filled from them again.
            _connection.Close();
            File.Move(path, path + ".broken", overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            Open(prepare);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public async ValueTask<T> StepAsync<T>(Func<SqliteFile, T> step, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Transact(step);
        }
        catch (Exception e) when (e is SqliteException or ObjectDisposedException)
        {
            throw new DeferredStoreException($"The queue file {_connection.DataSource} gave no usable answer: {e.Message}", e);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Runs a statement with the given values for <c>$0, $1, ...</c>; answers the number of changed rows.</summary>
    public int Change(string sql, params ReadOnlySpan<object> values) => Prepared(sql, values).ExecuteNonQuery();

    /// <summary>First column of the first row; null when there is none.</summary>
    public object? Value(string sql, params ReadOnlySpan<object> values) =>
        Prepared(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    public List<T> Rows<T>(Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object> values)
    {
        using var reader = Prepared(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync().ConfigureAwait(false);
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
        _one.Dispose();
    }

    /// <summary>Runs statements without values and keeps nothing of them.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text comes from a constant of this room.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void Open(Action<SqliteFile> prepare)
    {
        _connection.Open();

        // A step that was answered is in the log file, so a killed process loses none. NORMAL does not flush it each time: a power cut may bring back
        // the index as it was some steps ago, whole. Nothing is lost by that: lines that it forgot are put in again from the batch files, lines that
        // it has again have their results in journals that are flushed, and held calls ended with the connections of that machine.
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;");
        Run("BEGIN IMMEDIATE");
        prepare(this);
        Run("COMMIT");
    }

    private T Transact<T>(Func<SqliteFile, T> step)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = step(this);
            Run("COMMIT");
            return result;
        }
        catch
        {
            Run("ROLLBACK");
            throw;
        }
    }

    private SqliteCommand Prepared(string sql, ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text comes from a constant of this room.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.AddWithValue("$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), values[i]);
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
