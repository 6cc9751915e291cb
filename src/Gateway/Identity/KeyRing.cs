using System.Collections.Frozen;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Known keys by their hash; immutable, swapped whole.</summary>
internal sealed class KeyRing
{
    private readonly FrozenDictionary<KeyHash, Caller> _callers;
    private readonly FrozenDictionary<string, Caller> _byId;
    private readonly FrozenDictionary<TenantId, KeyLimits> _tenants;

    /// <param name="document">Checked by <see cref="KeyRules"/>.</param>
    public KeyRing(KeysDocument document)
    {
        Document = document;
        _callers = document.Keys.ToFrozenDictionary(k => KeyHash.FromHex(k.Sha256!), Caller.Of);
        _tenants = document.Tenants.Where(t => !t.Limits.IsNone).ToFrozenDictionary(t => t.Tenant, t => t.Limits);
        _byId = _callers.Values.ToFrozenDictionary(c => c.KeyId!, StringComparer.Ordinal);
    }

    public KeysDocument Document { get; }

    /// <exception cref="InvalidDataException">The file is no keys document; every problem is listed.</exception>
    public static KeyRing Parse(byte[] json) => new(KeysFile.Parse(json));

    /// <summary>What the keys of a tenant may use together; null: no limit but their own.</summary>
    public KeyLimits? LimitsOf(TenantId tenant) => _tenants.GetValueOrDefault(tenant);

    public Caller? FindById(string id) => _byId.GetValueOrDefault(id);

    public Caller? Find(ReadOnlySpan<char> key) => KeyHash.TryOf(key, out var hash) ? _callers.GetValueOrDefault(hash) : null;
}
