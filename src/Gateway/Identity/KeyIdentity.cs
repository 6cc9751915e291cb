using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Who calls: by API key where keys are kept, else everybody is <see cref="Caller.Anonymous"/>.</summary>
internal sealed class KeyIdentity : IReadinessCheck, IAsyncDisposable
{
    private const string Scheme = "Bearer ";

    private readonly SteadyClock _clock;

    public KeyIdentity(GatewayOptions options, SteadyClock clock, ILogger<KeyIdentity> logger)
    {
        _clock = clock;
        Store = options switch
        {
            { KeysRedis: { } endpoint } => new RedisKeyStore(endpoint, clock.Time, logger),
            { KeysFile: { } file } => new FileKeyStore(file, clock.Time, logger),
            _ => null,
        };
    }

    /// <summary>Null when everybody may call.</summary>
    public IKeyStore? Store { get; }

    public string Name => "keys";

    /// <summary>What a request without a caller is told.</summary>
    public ApiError Refusal => Store is { Ring: null } ? ApiErrors.KeysAway : ApiErrors.InvalidKey;

    public string? NotReadyBecause() => Store is { Ring: null } ? "the API keys have not been read" : null;

    /// <summary>Null when the key is missing, unknown or expired.</summary>
    public Caller? Identify(HttpRequest request)
    {
        if (Store is null)
        {
            return Caller.Anonymous;
        }

        var caller = Store.Ring?.Find(KeyOf(request.Headers));
        return caller is not null && _clock.Now < caller.Expires ? caller : null;
    }

    /// <summary>
    /// True when a key that made work for later must do no more of it: it was revoked or has expired. Not while the keys cannot be read, and
    /// not for work that was made while everybody might call.
    /// </summary>
    public bool IsRevoked(string? keyId) =>
        keyId is not null && Store?.Ring is { } ring && (ring.FindById(keyId) is not { } caller || _clock.Now >= caller.Expires);

    public ValueTask DisposeAsync() => Store?.DisposeAsync() ?? default;

    private static ReadOnlySpan<char> KeyOf(IHeaderDictionary headers)
    {
        var header = headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return headers[HeaderNames.ApiKey].ToString().AsSpan().Trim();
        }

        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Scheme.Length).Trim() : default;
    }
}
