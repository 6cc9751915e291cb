namespace SageServe.Gateway;

/// <summary>The blob store is away or full. Trying again later may help; nothing else does.</summary>
internal sealed class BlobStoreException(BlobProblem problem, string message, Exception? inner = null) : IOException(message, inner)
{
    public BlobProblem Problem { get; } = problem;
}
