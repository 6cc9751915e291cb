namespace SageServe.Gateway;

/// <summary>The deferred store gave no answer, or none that can be used. The step may or may not have happened.</summary>
public sealed class DeferredStoreException : Exception
{
    public DeferredStoreException()
    {
    }

    public DeferredStoreException(string message)
        : base(message)
    {
    }

    public DeferredStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
