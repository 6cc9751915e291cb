namespace SageServe.Cli;

/// <summary>Keys in a file that gateways read, for example one that becomes a Kubernetes Secret. They see a change within a second.</summary>
internal sealed class FileKeyShelf(string path) : IKeyShelf
{
    public Task<KeysDocument> ListAsync(CancellationToken stop)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"--file: there is no file '{path}'. `sageserve keys create --file {path}` makes it.");
        }

        return Task.FromResult(Try(() => KeysFile.Read(path)));
    }

    public Task<CreatedKey> CreateAsync(KeyGrant grant, CancellationToken stop)
    {
        var created = ApiKeySecret.Create(grant, Instant.From(TimeProvider.System.GetUtcNow()));
        return Task.FromResult(Try(() =>
        {
            KeysFile.Add(path, created.Details);
            return created;
        }));
    }

    public Task RevokeAsync(string id, CancellationToken stop) => Try(() => File.Exists(path) && KeysFile.Remove(path, id))
        ? Task.CompletedTask
        : throw new BadInputException($"There is no key '{id}' in {path}. `sageserve keys list --file {path}` shows the ids.");

    public Task LimitAsync(TenantDocument tenant, CancellationToken stop)
    {
        var changed = Try(() =>
        {
            if (tenant.Limits.IsNone)
            {
                return File.Exists(path) && KeysFile.RemoveTenant(path, tenant.Tenant);
            }

            KeysFile.SetTenant(path, tenant);
            return true;
        });
        return changed ? Task.CompletedTask : throw new BadInputException($"Tenant '{tenant.Tenant}' has no limits of its own in {path}.");
    }

    public void Dispose()
    {
    }

    private T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BadInputException($"{path}: {e.Message}");
        }
    }
}
