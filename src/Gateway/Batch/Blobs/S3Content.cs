using Amazon.S3.Model;

namespace SageServe.Gateway;

/// <summary>A blob as it comes from a bucket. A connection that breaks is the store's failure.</summary>
internal sealed class S3Content(string key, GetObjectResponse response) : ForwardStream
{
    public override long Length => response.ContentLength;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await response.ResponseStream.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (S3Bucket.IsFailure(e, cancellationToken))
        {
            throw S3Bucket.Failure(key, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
