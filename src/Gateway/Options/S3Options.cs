namespace SageServe.Gateway;

/// <summary>
/// A bucket that keeps the files of batches (section <c>Gateway:Files:S3</c>). The store must refuse a put with <c>If-None-Match: *</c> where the
/// key exists; the gateway tries that at its start. Without keys here the usual places are asked: AWS environment variables, profile, instance.
/// </summary>
internal sealed record S3Options
{
    /// <summary>Address of the store, for example <c>http://10.0.0.5:9000</c>; null: Amazon's own for the region.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The bucket; it must exist.</summary>
    public string? Bucket { get; init; }

    /// <summary>Region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Names in front of every key, for example <c>sageserve/prod</c>; empty: none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>True: the bucket stands in the path, as most stores that are not Amazon's need it; false: in the host name.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>Goes with a secret access key; without both the environment's own credentials count.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Better given by the environment variable <c>Gateway__Files__S3__SecretAccessKey</c> or by <see cref="SecretAccessKeyFile"/>.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>File that holds the secret access key, for example a mounted Secret. Instead of <see cref="SecretAccessKey"/>.</summary>
    public string? SecretAccessKeyFile { get; init; }

    /// <summary>A try that has not ended after this long counts as failed; so does one part of a large blob. Most calls are tried three times.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Results of one batch are gathered for this long before they are written as one object; 0: each group at once. Lines end later by half of it.</summary>
    public TimeSpan GroupEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    public IEnumerable<string> Problems()
    {
        if (GroupEvery < TimeSpan.Zero || GroupEvery > TimeSpan.FromSeconds(5))
        {
            yield return $"Files:S3:GroupEvery {GroupEvery} must be between 0 and 5 seconds.";
        }

        if (string.IsNullOrWhiteSpace(Bucket))
        {
            yield return "Files:S3:Bucket must name the bucket.";
        }

        if (Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return $"Files:S3:Endpoint '{Endpoint}' is no address such as http://10.0.0.5:9000.";
        }

        if (Prefix.Length > 0 && !Prefix.Split('/').All(n => BlobKey.IsName(n)))
        {
            yield return $"Files:S3:Prefix '{Prefix}' must be names of letters, digits, '-', '_' and '.', with '/' between them.";
        }

        if (SecretAccessKey is not null && SecretAccessKeyFile is not null)
        {
            yield return "Files:S3:SecretAccessKey and SecretAccessKeyFile exclude each other.";
        }

        if ((AccessKeyId is null) != (SecretAccessKey is null && SecretAccessKeyFile is null))
        {
            yield return "Files:S3:AccessKeyId and a secret access key go together; leave out both to use the environment's own credentials.";
        }

        if (SecretAccessKeyFile is { } file && !File.Exists(file))
        {
            yield return $"Files:S3:SecretAccessKeyFile: '{file}' does not exist.";
        }

        if (Timeout < TimeSpan.FromSeconds(1))
        {
            yield return "Files:S3:Timeout must be at least a second.";
        }
    }
}
