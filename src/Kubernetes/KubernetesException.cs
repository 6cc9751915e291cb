using System.Net;

namespace SageServe.Kubernetes;

/// <summary>The API server refused; <see cref="Reason"/> is its short word, for example Conflict, NotFound or Expired.</summary>
public sealed class KubernetesException : Exception
{
    public KubernetesException()
    {
    }

    public KubernetesException(string message)
        : base(message)
    {
    }

    public KubernetesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public KubernetesException(HttpStatusCode status, string? reason, string message)
        : base(message)
    {
        Status = status;
        Reason = reason;
    }

    public HttpStatusCode Status { get; }

    public string? Reason { get; }

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server has too much to do, or is not well: the same call may succeed later.</summary>
    public bool IsPassing => Status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>The object was changed by somebody else in between.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;

    /// <summary>The same again would be answered the same: the object or the rights must change first.</summary>
    public bool IsRefusal => Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.Unauthorized or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);

    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>The resource version is too old to be watched from: list again.</summary>
    public bool IsExpired => Status == HttpStatusCode.Gone;
}
