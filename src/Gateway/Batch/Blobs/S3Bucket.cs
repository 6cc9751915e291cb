using System.Net;
using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace SageServe.Gateway;

/// <summary>One bucket and the names in front of our keys, with what the store refuses told as <see cref="BlobStoreException"/>.</summary>
internal sealed class S3Bucket : IDisposable
{
    private static readonly string[] Full = ["QuotaExceeded", "XMinioStorageFull", "XMinioStorageQuotaExceeded", "InsufficientStorage", "NoSpaceLeft"];

    private long _requests;

    public S3Bucket(S3Options options)
    {
        Name = options.Bucket!;
        Prefix = options.Prefix.Length == 0 ? "" : options.Prefix + "/";
        Client = Open(options, retries: 2);
        Once = Open(options, retries: 0);
        Client.BeforeRequestEvent += (_, _) => Interlocked.Increment(ref _requests);
        Once.BeforeRequestEvent += (_, _) => Interlocked.Increment(ref _requests);
    }

    public AmazonS3Client Client { get; }

    /// <summary>For conditional puts: repeated after a lost answer, one would find its own blob and take it for another's.</summary>
    public AmazonS3Client Once { get; }

    public string Name { get; }

    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Empty, or ending with <c>/</c>.</summary>
    public string Prefix { get; }

    /// <summary>Runs a call of the store.</summary>
    /// <exception cref="BlobStoreException">It failed.</exception>
    public static async Task<T> DoAsync<T>(string key, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsFailure(e, cancellation))
        {
            throw Failure(key, e);
        }
    }

    /// <summary>Runs a call that finds nothing where there is nothing.</summary>
    public static Task<T?> FindAsync<T>(string key, Func<Task<T>> call, CancellationToken cancellation)
        where T : class => DoAsync<T?>(
            key,
            async () =>
            {
                try
                {
                    return await call();
                }
                catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
                {
                    return null;
                }
            },
            cancellation);

    public static bool IsFailure(Exception e, CancellationToken cancellation) =>
        e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    public static BlobStoreException Failure(string key, Exception e) => e switch
    {
        BlobStoreException known => known,
        AmazonS3Exception { ErrorCode: var code } full when Full.Contains(code) || full.StatusCode == HttpStatusCode.InsufficientStorage =>
            new BlobStoreException(BlobProblem.Full, $"The bucket of the batch files has no room for '{key}' ({code}).", e),
        AmazonS3Exception s3 => new BlobStoreException(BlobProblem.Away, $"The bucket of the batch files refuses '{key}': {s3.ErrorCode} (status {(int)s3.StatusCode}), {s3.Message}", e),
        _ => new BlobStoreException(BlobProblem.Away, $"The bucket of the batch files does not answer for '{key}': {e.Message}", e),
    };

    public PutObjectRequest Put(string key, ReadOnlyMemory<byte> content, bool onlyNew = false) => new()
    {
        BucketName = Name,
        Key = Prefix + key,
        InputStream = StreamOf(content),
        IfNoneMatch = onlyNew ? "*" : null,

        // Many stores do not take a body signed in chunks.
        UseChunkEncoding = false,
    };

    public static MemoryStream StreamOf(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var array) && array.Array is not null
        ? new MemoryStream(array.Array, array.Offset, array.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);

    public void Dispose()
    {
        Client.Dispose();
        Once.Dispose();
    }

    private static AmazonS3Client Open(S3Options options, int retries)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            Timeout = options.Timeout,
            MaxErrorRetry = retries,

            // Stores that are not Amazon's know no trailing checksums; ours stands in the file's card.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        var secret = options.SecretAccessKeyFile is { } file ? File.ReadAllText(file).Trim() : options.SecretAccessKey;
        return options.AccessKeyId is { } id ? new AmazonS3Client(new BasicAWSCredentials(id, secret), config) : new AmazonS3Client(config);
    }
}
