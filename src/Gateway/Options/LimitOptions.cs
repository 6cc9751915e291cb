using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// What one connection or client may ask of the listeners (section <c>Gateway:Limits</c>). What breaks HTTP itself (headers too large or too
/// slow) ends its connection, after OpenAI's error JSON where the protocol has room for one (not in HTTP/2).
/// </summary>
internal sealed record LimitOptions : ICheckedOptions
{
    /// <summary>All headers of a request together, in bytes; more is 431.</summary>
    [Range(1024, 1024 * 1024)]
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Headers of a request; more is 431.</summary>
    [Range(10, 10_000)]
    public int MaxHeaderCount { get; init; } = 100;

    /// <summary>Method, path and query, in bytes; more is 414.</summary>
    [Range(256, 1024 * 1024)]
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>From the first byte of a request to the end of its headers; longer is 408.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be idle between requests; longer than the clients' own pools keep theirs.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Slower than this a body is answered with 408; 0 allows any pace.</summary>
    [Range(0, 1_000_000)]
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>A client that takes a waiting answer slower than this is cut off; 0 allows any pace. A stream that has nothing to send is not slow.</summary>
    [Range(0, 1_000_000)]
    public int MinAnswerBytesPerSecond { get; init; } = 240;

    /// <summary>How long either pace is not judged.</summary>
    public TimeSpan RateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Open connections of the process, both listeners together; more are closed at once. Null: no limit.</summary>
    [Range(1, 10_000_000)]
    public long? MaxConnections { get; init; }

    /// <summary>
    /// Open connections of one client address on the public listener; requests on more are 429 and closed. Null: no limit, which is right
    /// behind a load balancer: there every client has its address. A key's <c>concurrent</c> limit counts by key.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxConnectionsPerAddress { get; init; }

    public IEnumerable<string> Problems()
    {
        if (HeaderTimeout <= TimeSpan.Zero || KeepAliveTimeout <= TimeSpan.Zero || RateGrace <= TimeSpan.FromSeconds(1))
        {
            yield return "HeaderTimeout and KeepAliveTimeout must be positive, RateGrace more than a second.";
        }
    }
}
