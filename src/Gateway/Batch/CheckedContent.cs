using System.Security.Cryptography;

namespace SageServe.Gateway;

/// <summary>A file's content, read from its beginning, whose checksum is known at the end.</summary>
internal sealed class CheckedContent(Stream content, string? sha256) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads what is left, and says whether all of it is what was once written.</summary>
    public async Task<bool> IsWholeAsync(CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (await ReadAsync(buffer, cancellation) > 0)
        {
        }

        var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
        return sha256 is null || found == sha256;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
