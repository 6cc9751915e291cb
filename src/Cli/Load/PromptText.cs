using System.Buffers.Text;

namespace SageServe.Cli;

/// <summary>Prompts of a wanted number of tokens, where a token is four bytes of UTF-8; each begins differently, so that no two share a prefix.</summary>
internal static class PromptText
{
    /// <summary>What a chat template adds for one message.</summary>
    private const int TemplateTokens = 3;

    private const int BytesPerToken = 4;

    private static readonly byte[] Filler = MakeFiller();

    /// <summary>Appends the text; plain ASCII without anything that JSON would escape.</summary>
    public static void Append(MemoryStream body, int tokens, int sequence)
    {
        var bytes = Math.Max(1, tokens - TemplateTokens) * BytesPerToken;
        Span<byte> number = stackalloc byte[12];
        Utf8Formatter.TryFormat(sequence, number, out var written);
        var head = Math.Min(written, bytes);
        body.Write(number[..head]);
        var rest = bytes - head;
        var from = sequence % 64 * 7;
        while (rest > 0)
        {
            var piece = Math.Min(rest, Filler.Length - from);
            body.Write(Filler, from, piece);
            rest -= piece;
            from = 0;
        }
    }

    private static byte[] MakeFiller()
    {
        var random = new RandomStream(1).Child("prompt-filler");
        var bytes = new byte[16 * 1024];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = random.NextInt(5) == 0 ? (byte)' ' : (byte)('a' + random.NextInt(26));
        }

        return bytes;
    }
}
