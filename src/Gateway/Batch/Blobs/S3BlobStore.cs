using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace SageServe.Gateway;

/// <summary>The blob store in a bucket of an S3-compatible store.</summary>
internal sealed class S3BlobStore(S3Options options, TimeProvider time) : IBlobStore, IDisposable
{
    private const int AtOnce = 16;
    private const int MaxTries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly S3Bucket _bucket = new(options);
    private volatile bool _isProven;

    public TimeSpan LogPace => options.GroupEvery;

    /// <summary>Requests made of the store, tries again counted.</summary>
    public long Requests => _bucket.Requests;

    public async Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        if (!_isProven)
        {
            await ProveAsync(cancellation);
        }

        return await PutIfNewAsync(BlobKey.Checked(key), content, cancellation);
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var request = _bucket.Put(BlobKey.Checked(key), content);
        return S3Bucket.DoAsync(key, () => _bucket.Client.PutObjectAsync(request, cancellation), cancellation);
    }

    public Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default) =>
        Task.FromResult<IBlobDraft>(new S3Draft(_bucket, BlobKey.Checked(key)));

    public async Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation = default)
    {
        using var found = await GetAsync(key, null, cancellation);
        if (found is null)
        {
            return null;
        }

        if (found.ContentLength > maxBytes)
        {
            throw new InvalidDataException($"'{key}' has more than {maxBytes} bytes.");
        }

        var bytes = new byte[found.ContentLength];
        await S3Bucket.DoAsync(key, async () => await found.ResponseStream.ReadAtLeastAsync(bytes, bytes.Length, cancellationToken: cancellation), cancellation);
        return bytes;
    }

    public async Task<Stream?> OpenReadAsync(string key, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default)
    {
        if (length == 0)
        {
            return await HeadAsync(key, cancellation) is null ? null : Stream.Null;
        }

        var end = length > long.MaxValue - offset ? long.MaxValue : offset + length - 1;
        try
        {
            var found = await GetAsync(key, offset == 0 && end == long.MaxValue ? null : new ByteRange(offset, end), cancellation);
            return found is null ? null : new S3Content(key, found);
        }
        catch (BlobStoreException e) when (e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable })
        {
            return Stream.Null;
        }
    }

    public async Task<BlobInfo?> HeadAsync(string key, CancellationToken cancellation = default)
    {
        var request = new GetObjectMetadataRequest { BucketName = _bucket.Name, Key = _bucket.Prefix + BlobKey.Checked(key) };
        var found = await S3Bucket.FindAsync(key, () => _bucket.Client.GetObjectMetadataAsync(request, cancellation), cancellation);
        return found is null ? null : new BlobInfo(key, found.ContentLength, InstantOf(found.LastModified));
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in PagesAsync(BlobKey.CheckedPrefix(prefix), after, null, cancellation))
        {
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new BlobInfo(found.Key[_bucket.Prefix.Length..], found.Size ?? 0, InstantOf(found.LastModified));
            }
        }
    }

    public async IAsyncEnumerable<string> ListNamesAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var root = _bucket.Prefix + BlobKey.CheckedPrefix(prefix);

        // '~' stands behind every character of a key: all below the name is passed over.
        await foreach (var page in PagesAsync(prefix, after is null ? null : $"{prefix}{after}/~", "/", cancellation))
        {
            foreach (var key in (page.CommonPrefixes ?? []).Concat((page.S3Objects ?? []).Select(o => o.Key)).Order(StringComparer.Ordinal))
            {
                yield return key[root.Length..].TrimEnd('/');
            }
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation = default)
    {
        var request = new DeleteObjectRequest { BucketName = _bucket.Name, Key = _bucket.Prefix + BlobKey.Checked(key) };
        return S3Bucket.DoAsync(key, () => _bucket.Client.DeleteObjectAsync(request, cancellation), cancellation);
    }

    /// <summary>Takes blobs away, at most 1,000, in one request where the store knows such.</summary>
    public async Task DeleteManyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var request = new DeleteObjectsRequest { BucketName = _bucket.Name, Objects = [.. keys.Select(k => new KeyVersion { Key = _bucket.Prefix + BlobKey.Checked(k) })], Quiet = true };
        try
        {
            await S3Bucket.DoAsync(keys[0], () => _bucket.Client.DeleteObjectsAsync(request, cancellation), cancellation);
        }
        catch (BlobStoreException e) when (e.InnerException is AmazonS3Exception)
        {
            await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, token) => await DeleteAsync(key, token));
        }
    }

    public async Task DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => await Parallel.ForEachAsync(
        ListAsync(prefix, cancellation: cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (blob, token) => await DeleteAsync(blob.Key, token));

    public Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default) => Task.FromResult<IBlobLog>(new S3Log(this, BlobKey.Checked(key), time));

    public IAsyncEnumerable<LogLine> ReadLogAsync(string key, long from = 0, CancellationToken cancellation = default) =>
        S3LogReader.ReadAsync(this, BlobKey.Checked(key), from, cancellation);

    public void Dispose() => _bucket.Dispose();

    // A store that takes a conditional put for a plain one would lose results without a word.
    private async Task ProveAsync(CancellationToken cancellation)
    {
        var key = $"probes/{Guid.NewGuid():N}";
        var isHeeded = await PutIfNewAsync(key, "1"u8.ToArray(), cancellation) && !await PutIfNewAsync(key, "2"u8.ToArray(), cancellation);
        await DeleteAsync(key, cancellation);
        _isProven = isHeeded ? isHeeded : throw new BlobStoreException(
            BlobProblem.Away, $"The store of bucket '{_bucket.Name}' does not heed 'If-None-Match: *' on a put; it cannot keep batches. Use a store that does.");
    }

    private async Task<bool> PutIfNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var request = _bucket.Put(key, content, onlyNew: true);
                await S3Bucket.DoAsync(key, () => _bucket.Once.PutObjectAsync(request, cancellation), cancellation);
                return true;
            }
            catch (BlobStoreException e) when (e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed })
            {
                return false;
            }
            catch (BlobStoreException e) when (
                e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable } && tries < MaxTries)
            {
                // Somebody writes the same key right now (the next try tells who won), or the store asks for a slower pace: nothing was written.
                await Task.Delay(tries * Pause, time, cancellation);
            }
        }
    }

    private Task<GetObjectResponse?> GetAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        var request = new GetObjectRequest { BucketName = _bucket.Name, Key = _bucket.Prefix + BlobKey.Checked(key), ByteRange = range };
        return S3Bucket.FindAsync(key, () => _bucket.Client.GetObjectAsync(request, cancellation), cancellation);
    }

    private async IAsyncEnumerable<ListObjectsV2Response> PagesAsync(
        string prefix, string? after, string? delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = _bucket.Name,
            Prefix = _bucket.Prefix + prefix,
            StartAfter = after is null ? null : _bucket.Prefix + after,
            Delimiter = delimiter,
        };
        ListObjectsV2Response page;
        do
        {
            page = await S3Bucket.DoAsync(prefix, () => _bucket.Client.ListObjectsV2Async(request, cancellation), cancellation);
            yield return page;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private static Instant InstantOf(DateTime? time) => time is { } at ? Instant.From(at.ToUniversalTime()) : Instant.Min;
}
