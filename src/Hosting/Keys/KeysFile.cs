using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>Changes a keys file: read, checked, written whole. A lock file beside it keeps two writers apart; a reader never waits.</summary>
public static class KeysFile
{
    private static readonly JsonSerializerOptions Indented = new(SharedJson.Default.Options) { WriteIndented = true };

    /// <exception cref="InvalidDataException">It is no keys document, or has problems; the message lists all.</exception>
    public static KeysDocument Parse(byte[] json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, SharedJson.Default.KeysDocument) ?? throw new InvalidDataException("The keys file holds null.");
            var problems = KeyRules.Check(document);
            return problems.Count == 0 ? document : throw new InvalidDataException("The keys have problems:\n- " + string.Join("\n- ", problems));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The keys file cannot be read (line {e.LineNumber + 1}): {e.Message}", e);
        }
    }

    /// <summary>An absent file holds no keys.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Parse"/>.</exception>
    public static KeysDocument Read(string path) => File.Exists(path) ? Parse(File.ReadAllBytes(path)) : new KeysDocument([]);

    /// <exception cref="InvalidDataException">What is there, or with the new key would be there, has problems: nothing is written.</exception>
    /// <exception cref="IOException">It cannot be written, or another writer holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, for example a mounted Secret.</exception>
    public static void Add(string path, KeyDocument key)
    {
        using var held = Lock(path);
        var before = Read(path);
        WriteChecked(path, before with { Keys = before.Keys.Add(key) });
    }

    /// <returns>False when no key has this id.</returns>
    /// <exception cref="IOException">It cannot be written, or another writer holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool Remove(string path, string id)
    {
        using var held = Lock(path);
        var before = Read(path);
        var left = before.Keys.RemoveAll(k => k.EffectiveId == id);
        if (left.Length == before.Keys.Length)
        {
            return false;
        }

        Write(path, before with { Keys = left });
        return true;
    }

    /// <summary>Sets what the keys of a tenant may use together.</summary>
    /// <exception cref="InvalidDataException">What is there, or would be there, has problems: nothing is written.</exception>
    /// <exception cref="IOException">It cannot be written, or another writer holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void SetTenant(string path, TenantDocument tenant)
    {
        using var held = Lock(path);
        var before = Read(path);
        WriteChecked(path, before with { Tenants = before.Tenants.RemoveAll(t => t.Tenant == tenant.Tenant).Add(tenant) });
    }

    /// <returns>False when the tenant had no limits.</returns>
    /// <exception cref="IOException">It cannot be written, or another writer holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool RemoveTenant(string path, TenantId tenant)
    {
        using var held = Lock(path);
        var before = Read(path);
        var left = before.Tenants.RemoveAll(t => t.Tenant == tenant);
        if (left.Length == before.Tenants.Length)
        {
            return false;
        }

        Write(path, before with { Tenants = left });
        return true;
    }

    private static void WriteChecked(string path, KeysDocument document)
    {
        var problems = KeyRules.Check(document);
        if (problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(" ", problems));
        }

        Write(path, document);
    }

    private static void Write(string path, KeysDocument document) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(document, Indented));

    private static FileStream Lock(string path) =>
        new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
}
