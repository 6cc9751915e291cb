using Microsoft.Data.Sqlite;

namespace SageServe.Gateway.Tests;

/// <summary>What a power cut may do to the SQLite index, which is not flushed at every step: an earlier state of it comes back.</summary>
public sealed class SqlitePowerCutTests : FolderAndEngine
{
    private const int Lines = 120;
    [Fact]
    public async Task An_index_that_has_forgotten_its_last_steps_loses_and_repeats_no_result()
    {
        string first, second;
        await using (var host = await BatchHost.StartAsync(Folder.Root, Engine.Url))
        {
            Engine.ShutAfter(20);
            first = await host.SubmitAsync(BatchHost.Lines(Lines));
            await Eventually.True(() => Engine.Answered.Count >= 20 && Engine.Waiting > 0, "some lines are done and some run");
            CopyIndex();
            Engine.ShutAfter(80);
            Engine.Open();
            await Eventually.True(() => Engine.Answered.Count >= 80, "more are done");
            second = await host.SubmitAsync(BatchHost.Lines(3));
            await Eventually.True(async () => (await host.BatchAsync(second)).GetProperty("status").GetString() != "validating", "one more is queued");
        }

        foreach (var end in (string[])["", "-wal", "-shm"])
        {
            File.Delete(Folder["queue.db" + end]);
        }

        File.Move(Folder["earlier.db"], Folder["queue.db"]);
        Engine.Open();
        await using var again = await BatchHost.StartAsync(Folder.Root, Engine.Url);
        foreach (var (id, lines) in new[] { (first, Lines), (second, 3) })
        {
            var output = await again.ResultsAsync(await again.UntilAsync(id, "completed"), "output_file_id");
            Assert.Equal(
                Enumerable.Range(1, lines).Select(n => $"line-{n}").Order(StringComparer.Ordinal),
                output.Select(l => l.GetProperty("custom_id").GetString()!).Order(StringComparer.Ordinal));
        }
    }

    private void CopyIndex()
    {
        using var connection = new SqliteConnection($"Data Source={Folder["queue.db"]};Pooling=false");
        connection.Open();
        using var copy = connection.CreateCommand();
        copy.CommandText = "VACUUM INTO $to";
        copy.Parameters.AddWithValue("$to", Folder["earlier.db"]);
        copy.ExecuteNonQuery();
    }
}
