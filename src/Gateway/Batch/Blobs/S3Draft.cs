using System.Buffers;
using Amazon.S3.Model;

namespace SageServe.Gateway;

/// <summary>A blob being written into a bucket: one put if it is small, else parts of 8 MiB that become visible together.</summary>
internal sealed class S3Draft(S3Bucket bucket, string key) : IBlobDraft
{
    /// <summary>10,000 parts are allowed: 80 GiB.</summary>
    private const int PartBytes = 8 * 1024 * 1024;

    private readonly List<PartETag> _parts = [];
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
    private int _filled;
    private string? _upload;

    public long Length { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_filled == PartBytes)
            {
                await SendPartAsync(cancellation);
            }

            var taken = Math.Min(bytes.Length, PartBytes - _filled);
            bytes[..taken].CopyTo(_buffer.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    public async Task CommitAsync(CancellationToken cancellation = default)
    {
        if (_upload is null)
        {
            var put = bucket.Put(key, _buffer.AsMemory(0, _filled));
            await S3Bucket.DoAsync(key, () => bucket.Client.PutObjectAsync(put, cancellation), cancellation);
            return;
        }

        await SendPartAsync(cancellation);
        var complete = new CompleteMultipartUploadRequest { BucketName = bucket.Name, Key = bucket.Prefix + key, UploadId = _upload, PartETags = _parts };
        await S3Bucket.DoAsync(key, () => bucket.Client.CompleteMultipartUploadAsync(complete, cancellation), cancellation);
        _upload = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (_upload is { } upload)
        {
            _upload = null;
            var abort = new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = bucket.Prefix + key, UploadId = upload };
            try
            {
                await S3Bucket.DoAsync(key, () => bucket.Client.AbortMultipartUploadAsync(abort), CancellationToken.None);
            }
            catch (BlobStoreException)
            {
                // The bucket's own rule for uploads that broke off takes it; nobody sees it.
            }
        }
    }

    private async Task SendPartAsync(CancellationToken cancellation)
    {
        if (_upload is null)
        {
            var begin = new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = bucket.Prefix + key };
            _upload = (await S3Bucket.DoAsync(key, () => bucket.Client.InitiateMultipartUploadAsync(begin, cancellation), cancellation)).UploadId;
        }

        var request = new UploadPartRequest
        {
            BucketName = bucket.Name,
            Key = bucket.Prefix + key,
            UploadId = _upload,
            PartNumber = _parts.Count + 1,
            InputStream = S3Bucket.StreamOf(_buffer.AsMemory(0, _filled)),
            PartSize = _filled,
            UseChunkEncoding = false,
        };
        var sent = await S3Bucket.DoAsync(key, () => bucket.Client.UploadPartAsync(request, cancellation), cancellation);
        _parts.Add(new PartETag(request.PartNumber ?? 0, sent.ETag));
        _filled = 0;
    }
}
