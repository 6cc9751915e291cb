namespace SageServe.Gateway;

/// <summary>Where the index of patient work lives.</summary>
internal sealed record StoreOptions
{
    /// <summary><c>sqlite</c> (embedded) or <c>redis</c>.</summary>
    public string Kind { get; init; } = "sqlite";

    /// <summary>host:port of Redis.</summary>
    public string? Redis { get; init; }
}
