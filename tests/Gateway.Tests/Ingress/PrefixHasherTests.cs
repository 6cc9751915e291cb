using System.Collections.Immutable;
using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class PrefixHasherTests
{
    private const int BlockTokens = 16;

    private static ImmutableArray<ulong> Blocks(string json)
    {
        var (parsed, error) = BodyParser.Parse(Encoding.UTF8.GetBytes(json), "prompt", BlockTokens);
        Assert.Null(error);
        return parsed!.Prefix!.ToBlocks();
    }

    private static ImmutableArray<ulong> Chat(params ReadOnlySpan<string> contents) =>
        Blocks($$"""{"model":"m","messages":[{{string.Join(',', contents.ToArray().Select(c => $$"""{"role":"user","content":"{{c}}"}"""))}}]}""");

    private static string Text(int seed, int bytes) =>
        string.Concat(Enumerable.Range(0, bytes).Select(i => (char)('a' + (seed * 31 + i * 7 + i / 26) % 26)));

    [Fact]
    public void A_conversation_that_goes_on_keeps_all_its_full_blocks()
    {
        var first = Chat(Text(1, 300), Text(2, 500));
        var next = Chat(Text(1, 300), Text(2, 500), Text(3, 400));
        Assert.Equal(800 / (BlockTokens * TokenEstimate.BytesPerToken), first.Length);
        Assert.Equal(first, next[..first.Length]);
        Assert.True(next.Length > first.Length);
    }

    [Fact]
    public void From_the_first_difference_on_all_blocks_differ()
    {
        var one = Chat(Text(1, 300), Text(2, 500));
        var other = Chat(Text(1, 300), Text(4, 500));
        var same = one.Zip(other).TakeWhile(p => p.First == p.Second).Count();
        Assert.Equal(300 / (BlockTokens * TokenEstimate.BytesPerToken), same);
        Assert.DoesNotContain(one.Zip(other).Skip(same), p => p.First == p.Second);
    }

    [Fact]
    public void Text_hashes_alike_however_it_is_escaped_and_cut_into_parts()
    {
        var plain = Blocks($$"""{"model":"m","messages":[{"role":"user","content":"é{{Text(1, 400)}}"}]}""");
        Assert.Equal(plain, Blocks($$"""{"model":"m","messages":[{"role":"user","content":"\u00e9{{Text(1, 400)}}"}]}"""));
        Assert.Equal(plain, Blocks($$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"é{{Text(1, 400)[..123]}}"},{"type":"text","text":"{{Text(1, 400)[123..]}}"}]}]}"""));
    }

    [Fact]
    public void Who_says_it_and_where_a_message_ends_make_a_difference()
    {
        var text = Text(1, 400);
        Assert.NotEqual(Chat(text)[0], Blocks($$"""{"model":"m","messages":[{"role":"system","content":"{{text}}"}]}""")[0]);
        Assert.NotEqual(Chat(text), Chat(text[..20], text[20..]));
    }

    [Fact]
    public void Token_ids_fill_a_block_each_of_its_tokens()
    {
        var ids = string.Join(',', Enumerable.Range(0, 40));
        Assert.Equal(2, Blocks($$"""{"model":"m","prompt":[{{ids}}]}""").Length);
        Assert.Equal(2, Blocks($$"""{"model":"m","prompt":[{{ids}},7]}""").Length);
    }

    [Fact]
    public void The_hash_is_the_same_in_every_process()
    {
        var hasher = new PrefixHasher(8, 16);
        hasher.Add("0123456789abcdef"u8);
        Assert.Equal([0xF49C77B68294C24EUL, 0xBBFA1F608E526196UL], hasher.ToBlocks());
    }

    [Fact]
    public void However_the_bytes_are_cut_the_blocks_are_the_same() => Seeds.Check(100, (_, random) =>
    {
        var bytes = new byte[1 + random.NextInt(2000)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.NextInt(256);
        }

        var whole = new PrefixHasher(64, bytes.Length);
        whole.Add(bytes);
        var cut = new PrefixHasher(64, bytes.Length);
        for (var at = 0; at < bytes.Length;)
        {
            var next = Math.Min(bytes.Length, at + 1 + random.NextInt(100));
            cut.Add(bytes.AsSpan(at, next - at));
            at = next;
        }

        Assert.Equal(whole.ToBlocks(), cut.ToBlocks());
        Assert.Equal(bytes.Length / 64, whole.ToBlocks().Length);
    });

    [Fact]
    public void Hashing_allocates_the_hashes_and_no_text()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{"role":"user","content":"{{Text(1, 64_000)}}"}]}""");
        BodyParser.Parse(json, "prompt");
        BodyParser.Parse(json, "prompt", 64).Parsed!.Prefix!.ToBlocks();
        var before = GC.GetAllocatedBytesForCurrentThread();
        BodyParser.Parse(json, "prompt");
        var plain = GC.GetAllocatedBytesForCurrentThread() - before;
        BodyParser.Parse(json, "prompt", 64).Parsed!.Prefix!.ToBlocks();
        var more = GC.GetAllocatedBytesForCurrentThread() - before - 2 * plain;

        // 250 blocks of 8 bytes, twice, and the hasher itself.
        Assert.InRange(more, 2 * 250 * 8, 2 * 250 * 8 + 300);
    }
}
