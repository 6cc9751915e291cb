using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Who calls: by API key where a keys file is given, else everybody is <see cref="Caller.Anonymous"/>.</summary>
internal sealed class KeyIdentity : IDisposable
{
    private const string Scheme = "Bearer ";

    private readonly ReloadingFile<KeyRing>? _keys;

    public KeyIdentity(GatewayOptions options, TimeProvider time, ILogger<KeyIdentity> logger)
    {
        _keys = options.KeysFile is { } file ? new ReloadingFile<KeyRing>(file, KeyRing.Parse, time, logger, null) : null;
    }

    /// <summary>Null when the key is missing or unknown.</summary>
    public Caller? Identify(HttpRequest request)
    {
        if (_keys is null)
        {
            return Caller.Anonymous;
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? _keys.Current.Find(header.AsSpan(Scheme.Length).Trim())
            : null;
    }

    public void Dispose() => _keys?.Dispose();
}
