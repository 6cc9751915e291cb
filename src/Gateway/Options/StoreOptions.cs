namespace SageServe.Gateway;

/// <summary>Where the index of patient work lives.</summary>
internal sealed record StoreOptions
{
    public const string Sqlite = "sqlite";

    /// <summary><c>sqlite</c> (embedded, one gateway a region) or <c>redis</c>.</summary>
    [OneOf("sqlite", "redis")]
    public string Kind { get; init; } = "sqlite";

    /// <summary>
    /// host:port of Redis; what else its client needs follows after commas, for example <c>redis:6380,ssl=true,password=…</c>. A password is best
    /// given by the environment variable <c>Gateway__Store__Redis</c>; it is in no message.
    /// </summary>
    public string? Redis { get; init; }

    /// <summary>Other gateways of the region may use it too.</summary>
    public bool IsShared => Kind == "redis";

    public IEnumerable<string> Problems()
    {
        if (Kind is not ("sqlite" or "redis"))
        {
            yield return $"Store:Kind '{Kind}' is not known; use sqlite or redis.";
        }

        if (Kind == "redis" && string.IsNullOrWhiteSpace(Redis))
        {
            yield return "Store:Kind redis needs Store:Redis, for example 127.0.0.1:6379.";
        }
    }
}
