using System.Net;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>The content of an upload that is made as it is sent: lines of a batch up to a size, nothing of it kept.</summary>
internal sealed class GeneratedUpload(long bytes) : HttpContent
{
    private static readonly byte[] Block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 8191) + "\n", 8)));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var left = bytes; left > 0; left -= Block.Length)
        {
            await stream.WriteAsync(Block.AsMemory(0, (int)Math.Min(Block.Length, left)));
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }
}
