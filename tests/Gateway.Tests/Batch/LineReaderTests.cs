using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class LineReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<List<(int Number, long Offset, string? Text)>> ReadAsync(byte[] content, int maxLineBytes = 1_000_000)
    {
        await File.WriteAllBytesAsync(_folder["lines"], content);
        var lines = new List<(int, long, string?)>();
        await foreach (var line in LineReader.ReadAsync(_folder["lines"], maxLineBytes))
        {
            lines.Add((line.Number, line.Offset, line.IsTooLong ? null : Encoding.UTF8.GetString(line.Bytes.Span)));
        }

        return lines;
    }

    [Fact]
    public async Task Lines_are_numbered_and_placed_with_any_kind_of_end() =>
        Assert.Equal([(1, 0, "a"), (2, 2, "b"), (3, 5, ""), (4, 6, "c")], await ReadAsync("a\nb\r\n\nc"u8.ToArray()));

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_line() =>
        Assert.Equal([(1, 3, "a")], await ReadAsync([0xEF, 0xBB, 0xBF, (byte)'a']));

    [Fact]
    public async Task A_line_that_is_too_long_is_named_and_the_next_is_read() =>
        Assert.Equal(
            [(1, "ab"), (2, null), (3, "cd"), (4, null)],
            (await ReadAsync([.. "ab\n"u8, .. new byte[300_000], .. "\ncd\n"u8, .. new byte[100_000]], maxLineBytes: 70_000)).Select(l => (l.Number, l.Text)));

    [Fact]
    public void Random_lines_are_read_from_where_they_stand() => Seeds.Check(30, (_, random) =>
    {
        var lines = Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => new string((char)('a' + random.NextInt(26)), random.NextInt(random.NextInt(2) == 0 ? 20 : 90_000))).ToList();
        var content = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        var read = ReadAsync(content).GetAwaiter().GetResult();
        Assert.Equal(lines, read.Select(l => l.Text));
        Assert.All(read, l => Assert.Equal(l.Text, Encoding.UTF8.GetString(content, (int)l.Offset, l.Text!.Length)));
    });
}
