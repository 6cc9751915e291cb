using System.Buffers.Binary;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>
/// Four bytes of UTF-8 are one token, so that the gateway's estimate (bytes / 4, rounded up) is exact here. A token's id is its
/// bytes read as a number, which makes tokenizing reversible.
/// </summary>
internal static class Tokenizer
{
    public const int BytesPerToken = 4;

    /// <summary>What a chat template adds for each message.</summary>
    public const int TokensPerMessage = 3;

    public static int Count(int bytes) => Math.Max(1, (bytes + BytesPerToken - 1) / BytesPerToken);

    public static int Count(string text) => Count(Encoding.UTF8.GetByteCount(text));

    public static long[] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var ids = new long[(bytes.Length + BytesPerToken - 1) / BytesPerToken];
        Span<byte> token = stackalloc byte[BytesPerToken];
        for (var i = 0; i < ids.Length; i++)
        {
            token.Clear();
            bytes.AsSpan(i * BytesPerToken, Math.Min(BytesPerToken, bytes.Length - i * BytesPerToken)).CopyTo(token);
            ids[i] = BinaryPrimitives.ReadUInt32LittleEndian(token);
        }

        return ids;
    }

    public static string Decode(IReadOnlyList<long> ids)
    {
        var bytes = new byte[ids.Count * BytesPerToken];
        for (var i = 0; i < ids.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * BytesPerToken), (uint)ids[i]);
        }

        return Encoding.UTF8.GetString(bytes).Replace("\0", "", StringComparison.Ordinal);
    }
}
