using System.Globalization;
using System.Text;

namespace SageServe.Gateway;

/// <summary>Groups of a log in one object: a line that says how many lines each has (<c>groups 3 1 2</c>), then the lines.</summary>
internal static class S3Roll
{
    private const string Head = "groups";

    public static byte[] Join(IReadOnlyList<byte[]> groups)
    {
        var counts = string.Join(' ', groups.Select(g => g.AsSpan().Count((byte)'\n').ToString(CultureInfo.InvariantCulture)));
        var head = Encoding.ASCII.GetBytes($"{Head} {counts}\n");
        var roll = new byte[head.Length + groups.Sum(g => g.Length)];
        head.CopyTo(roll, 0);
        var at = head.Length;
        foreach (var group in groups)
        {
            group.CopyTo(roll, at);
            at += group.Length;
        }

        return roll;
    }

    /// <summary>The groups as they were appended.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> roll)
    {
        var end = roll.Span.IndexOf((byte)'\n');
        foreach (var count in Encoding.ASCII.GetString(roll.Span[..end]).Split(' ').Skip(1))
        {
            roll = roll[(end + 1)..];
            end = -1;
            for (var left = int.Parse(count, CultureInfo.InvariantCulture); left > 0; left--)
            {
                end += roll.Span[(end + 1)..].IndexOf((byte)'\n') + 1;
            }

            yield return roll[..(end + 1)];
        }
    }
}
