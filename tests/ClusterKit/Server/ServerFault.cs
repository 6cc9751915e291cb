namespace SageServe.ClusterKit;

/// <summary>Something that goes wrong with the next requests of a sort.</summary>
public sealed class ServerFault
{
    /// <summary>For example PATCH; null: any.</summary>
    public string? Method { get; init; }

    /// <summary>A part of path and query; null: any.</summary>
    public string? Path { get; init; }

    public int Status { get; init; } = 500;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Never answered.</summary>
    public bool Hangs { get; init; }

    /// <summary>Done, and the answer lost: the connection is cut after the work.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>How often it happens.</summary>
    public int Times { get; set; } = 1;

    internal bool Meets(string method, string path) =>
        (Method is null || Method == method) && (Path is null || path.Contains(Path, StringComparison.Ordinal));

    internal ApiException Refusal() => Status switch
    {
        409 => new ApiException(409, "Conflict", "told to conflict"),
        410 => ApiException.Expired(),
        429 => new ApiException(429, "TooManyRequests", "Too many requests, please try again later.") { RetryAfter = RetryAfter ?? TimeSpan.FromSeconds(1) },
        500 => new ApiException(500, "InternalError", "Internal error occurred: told to fail"),
        503 => new ApiException(503, "ServiceUnavailable", "told to fail") { RetryAfter = RetryAfter },
        504 => new ApiException(504, "Timeout", "Timeout: request did not complete within the allotted timeout"),
        _ => new ApiException(Status, "InternalError", "told to fail"),
    };
}
