using System.Collections.Frozen;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Known keys by their hash; immutable, swapped whole.</summary>
internal sealed class KeyRing
{
    private readonly FrozenDictionary<KeyHash, Caller> _callers;
    private readonly FrozenDictionary<string, Caller> _byId;

    /// <param name="document">Checked by <see cref="KeyRules"/>.</param>
    public KeyRing(KeysDocument document)
    {
        Document = document;
        _callers = document.Keys.ToFrozenDictionary(k => KeyHash.FromHex(k.Sha256!), Caller.Of);
        _byId = _callers.Values.ToFrozenDictionary(c => c.KeyId!, StringComparer.Ordinal);
    }

    public KeysDocument Document { get; }

    /// <exception cref="InvalidDataException">The file is no keys document; every problem is listed.</exception>
    public static KeyRing Parse(byte[] json) => new(KeysFile.Parse(json));

    public Caller? FindById(string id) => _byId.GetValueOrDefault(id);

    public Caller? Find(ReadOnlySpan<char> key) => KeyHash.TryOf(key, out var hash) ? _callers.GetValueOrDefault(hash) : null;
}
