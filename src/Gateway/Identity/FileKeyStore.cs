using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Keys in a file, for example a mounted Kubernetes Secret (which can be read only).</summary>
internal sealed class FileKeyStore(string path, TimeProvider time, ILogger logger) : IKeyStore
{
    private readonly ReloadingFile<KeyRing> _file = new(path, KeyRing.Parse, time, logger);

    public KeyRing? Ring => _file.Current;

    public ValueTask AddAsync(KeyDocument key, CancellationToken cancellation)
    {
        Change(() =>
        {
            KeysFile.Add(path, key);
            return true;
        });
        return default;
    }

    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellation) => new(Change(() => KeysFile.Remove(path, id)));

    public ValueTask SetTenantAsync(TenantDocument tenant, CancellationToken cancellation)
    {
        Change(() =>
        {
            KeysFile.SetTenant(path, tenant);
            return true;
        });
        return default;
    }

    public ValueTask<bool> RemoveTenantAsync(TenantId tenant, CancellationToken cancellation) => new(Change(() => KeysFile.RemoveTenant(path, tenant)));

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return default;
    }

    private bool Change(Func<bool> change)
    {
        try
        {
            var changed = change();
            _file.Poll();
            return changed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new KeyStoreException($"The keys file cannot be changed: {e.Message}", e);
        }
    }
}
