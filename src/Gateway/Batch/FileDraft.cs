using System.Security.Cryptography;

namespace SageServe.Gateway;

/// <summary>The content of a file being written, with its checksum. Disposed before the file was added, it leaves nothing behind.</summary>
internal sealed class FileDraft(string id, string name, IBlobDraft content) : IAsyncDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Id { get; } = id;

    /// <summary>Of the content's blob, beside the card.</summary>
    public string Name { get; } = name;

    public long Length => content.Length;

    /// <summary>Of what is committed; null before.</summary>
    public string? Sha256 { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        _hash.AppendData(bytes.Span);
        return content.WriteAsync(bytes, cancellation);
    }

    public async Task CommitAsync()
    {
        await content.CommitAsync();
        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public ValueTask DisposeAsync()
    {
        _hash.Dispose();
        return content.DisposeAsync();
    }
}
