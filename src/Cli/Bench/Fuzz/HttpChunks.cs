using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Chunked framing with borders anywhere.</summary>
internal static class HttpChunks
{
    /// <param name="random">Chooses the borders.</param>
    /// <param name="body">What is framed.</param>
    /// <param name="trailer">Header lines after the last chunk, each with its line end; null leaves the last chunk out.</param>
    public static byte[] Of(RandomStream random, byte[] body, string? trailer)
    {
        using var output = new MemoryStream();
        var largest = random.NextInt(3) switch { 0 => 7, 1 => 200, _ => 100_000 };
        for (var start = 0; start < body.Length;)
        {
            var length = Math.Min(body.Length - start, 1 + random.NextInt(largest));
            var extension = random.NextInt(10) == 0 ? ";name=value" : "";
            output.Write(Encoding.ASCII.GetBytes(length.ToString(random.NextInt(2) == 0 ? "x" : "X", CultureInfo.InvariantCulture) + extension + "\r\n"));
            output.Write(body, start, length);
            output.Write("\r\n"u8);
            start += length;
        }

        if (trailer is not null)
        {
            output.Write(Encoding.ASCII.GetBytes($"0\r\n{trailer}\r\n"));
        }

        return output.ToArray();
    }
}
