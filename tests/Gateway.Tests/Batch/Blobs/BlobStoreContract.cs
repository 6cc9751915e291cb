using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>What every blob store keeps to. <see cref="Store"/> and <see cref="Other"/> are two gateways' ends of one store.</summary>
public abstract class BlobStoreContract
{
    private protected abstract IBlobStore Store { get; }

    private protected abstract IBlobStore Other { get; }

    [Fact]
    public async Task A_new_blob_is_written_once_and_seen_by_others()
    {
        Assert.True(await Store.PutNewAsync("a/b/card.json", "first"u8.ToArray()));
        Assert.False(await Other.PutNewAsync("a/b/card.json", "second"u8.ToArray()));
        Assert.Equal("first", await TextAsync(Other, "a/b/card.json"));
    }

    [Fact]
    public async Task A_blob_is_replaced_whole()
    {
        await Store.PutAsync("a/x", "one, the longer"u8.ToArray());
        await Other.PutAsync("a/x", "two"u8.ToArray());
        Assert.Equal("two", await TextAsync(Store, "a/x"));
        Assert.Equal(3, (await Store.HeadAsync("a/x"))!.Value.Length);
    }

    [Fact]
    public async Task What_is_not_there_is_told_apart_from_failure()
    {
        Assert.Null(await Store.ReadAsync("no/such", 10));
        Assert.Null(await Store.OpenReadAsync("no/such"));
        Assert.Null(await Store.HeadAsync("no/such"));
        Assert.Empty(await KeysAsync(Store, "no/"));
        Assert.Empty(await LogAsync(Store, "no/log"));
        await Store.DeleteAsync("no/such");
        await Store.DeletePrefixAsync("no/such/");
    }

    [Fact]
    public async Task A_blob_longer_than_allowed_is_not_read()
    {
        await Store.PutAsync("a/x", new byte[11]);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.ReadAsync("a/x", 10));
        Assert.Equal(11, (await Store.ReadAsync("a/x", 11))!.Length);
        await Store.PutAsync("a/empty", default);
        Assert.Empty((await Store.ReadAsync("a/empty", 0))!);
    }

    [Fact]
    public async Task A_part_is_read_and_nothing_behind_the_end()
    {
        await Store.PutAsync("a/x", "0123456789"u8.ToArray());
        foreach (var (offset, length, text) in new[] { (0L, 4L, "0123"), (4, 100, "456789"), (9, 1, "9"), (10, 5, ""), (99, 5, ""), (3, 0, "") })
        {
            await using var part = await Other.OpenReadAsync("a/x", offset, length);
            Assert.Equal(text, await new StreamReader(part!).ReadToEndAsync());
        }
    }

    [Fact]
    public async Task A_draft_is_seen_when_it_is_committed()
    {
        await using (var draft = await Store.CreateAsync("d/content"))
        {
            await draft.WriteAsync("part one, "u8.ToArray());
            Assert.Null(await Other.HeadAsync("d/content"));
            Assert.Empty(await KeysAsync(Other, "d/"));
            await draft.WriteAsync("part two"u8.ToArray());
            Assert.Equal(18, draft.Length);
            await draft.CommitAsync();
        }

        Assert.Equal("part one, part two", await TextAsync(Other, "d/content"));
        await using (var dropped = await Store.CreateAsync("d/dropped"))
        {
            await dropped.WriteAsync("x"u8.ToArray());
        }

        Assert.Equal(["d/content"], await KeysAsync(Store, "d/"));
    }

    [Fact]
    public async Task A_draft_of_many_parts_comes_back_as_it_was_written()
    {
        var random = new RandomStream(7);
        var content = new byte[21_000_003];
        for (var at = 0; at + 8 < content.Length; at += 8)
        {
            BitConverter.TryWriteBytes(content.AsSpan(at), random.NextUInt64());
        }

        await using (var draft = await Store.CreateAsync("d/large"))
        {
            for (var at = 0; at < content.Length; at += 1_000_001)
            {
                await draft.WriteAsync(content.AsMemory(at, Math.Min(1_000_001, content.Length - at)));
            }

            await draft.CommitAsync();
        }

        await using var back = await Other.OpenReadAsync("d/large");
        var read = new byte[content.Length];
        await back!.ReadExactlyAsync(read);
        Assert.Equal(0, await back.ReadAsync(new byte[1]));
        Assert.True(content.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Keys_are_listed_in_order_and_from_behind_one()
    {
        foreach (var key in new[] { "l/b/2", "l/b-x/1", "l/a", "l/c/d/e", "m/z" })
        {
            await Store.PutAsync(key, "1"u8.ToArray());
        }

        Assert.Equal(["l/a", "l/b-x/1", "l/b/2", "l/c/d/e"], await KeysAsync(Other, "l/"));
        Assert.Equal(["l/b/2", "l/c/d/e"], await KeysAsync(Other, "l/", "l/b-x/1"));
        Assert.Equal(["l/c/d/e"], await KeysAsync(Other, "l/", "l/c/d/a"));
        Assert.Equal(["a", "b-x", "b", "c"], await NamesAsync(Other, "l/"));
        Assert.Equal(["b", "c"], await NamesAsync(Other, "l/", "b-x"));
        Assert.Equal(["c"], await NamesAsync(Other, "l/", "b"));
        Assert.Empty(await NamesAsync(Other, "l/", "c"));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_for_all()
    {
        foreach (var key in new[] { "p/one/content", "p/one/file.json", "p/one-two/file.json" })
        {
            await Store.PutAsync(key, "1"u8.ToArray());
        }

        await Other.DeleteAsync("p/one/file.json");
        Assert.Equal(["p/one-two/file.json", "p/one/content"], await KeysAsync(Store, "p/"));
        await Other.DeletePrefixAsync("p/one/");
        Assert.Equal(["p/one-two/file.json"], await KeysAsync(Store, "p/"));
        Assert.Equal(["one-two"], await NamesAsync(Store, "p/"));
        Assert.True(await Store.PutNewAsync("p/one/content", "2"u8.ToArray()));
    }

    [Fact]
    public async Task A_log_is_read_on_from_where_one_was()
    {
        await using var log = await Store.OpenLogAsync("j/1-a");
        await log.AppendAsync([Bytes("one"), Bytes("two")]);
        var first = await LogAsync(Other, "j/1-a");
        Assert.Equal(["one", "two"], first.Select(l => l.Text));
        await log.AppendAsync([Bytes("three"), Bytes("")]);
        Assert.Equal(["three", ""], (await LogAsync(Other, "j/1-a", first[1].Next)).Select(l => l.Text));
        Assert.Equal(["two", "three", ""], (await LogAsync(Other, "j/1-a", first[0].Next)).Select(l => l.Text));
        Assert.Empty(await LogAsync(Other, "j/1-a", (await LogAsync(Other, "j/1-a"))[^1].Next));
    }

    [Fact]
    public async Task Logs_are_named_by_a_listing_and_have_one_writer()
    {
        await using var a = await Store.OpenLogAsync("j/1-a");
        await a.AppendAsync([Bytes("x")]);
        await using var b = await Other.OpenLogAsync("j/2-b");
        await b.AppendAsync([Bytes("y")]);
        Assert.Equal(["1-a", "2-b"], await NamesAsync(Other, "j/"));
        await Assert.ThrowsAsync<BlobStoreException>(async () => await (await Other.OpenLogAsync("j/1-a")).AppendAsync([Bytes("z")]));
        Assert.Equal(["x"], (await LogAsync(Store, "j/1-a")).Select(l => l.Text));
        await Store.DeletePrefixAsync("j/");
        Assert.Empty(await NamesAsync(Other, "j/"));
    }

    [Fact]
    public void Keys_cannot_leave_the_store()
    {
        foreach (var key in new[] { "", "/a", "a//b", "a/../b", "../a", "a/.", "a/", "a b", "a\\b", "ü", new string('a', 201) })
        {
            Assert.Throws<ArgumentException>(() => BlobKey.Checked(key));
        }

        Assert.Throws<ArgumentException>(() => BlobKey.CheckedPrefix("a"));
    }

    private protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private protected static async Task<string> TextAsync(IBlobStore store, string key) => Encoding.UTF8.GetString((await store.ReadAsync(key, 1_000_000))!);

    private protected static async Task<List<string>> KeysAsync(IBlobStore store, string prefix, string? after = null) =>
        [.. (await store.ListAsync(prefix, after).ToListAsync()).Select(b => b.Key)];

    private protected static Task<List<string>> NamesAsync(IBlobStore store, string prefix, string? after = null) => store.ListNamesAsync(prefix, after).ToListAsync().AsTask();

    private protected static async Task<List<(string Text, long Next)>> LogAsync(IBlobStore store, string key, long from = 0)
    {
        var lines = new List<(string, long)>();
        await foreach (var line in store.ReadLogAsync(key, from))
        {
            lines.Add((Encoding.UTF8.GetString(line.Bytes.Span), line.Next));
        }

        return lines;
    }
}
