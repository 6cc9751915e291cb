namespace SageServe.Cli;

/// <summary>Where <c>sageserve keys</c> works: a keys file, or a running gateway's admin API.</summary>
internal interface IKeyShelf : IDisposable
{
    Task<KeysDocument> ListAsync(CancellationToken stop);

    Task<CreatedKey> CreateAsync(KeyGrant grant, CancellationToken stop);

    /// <exception cref="BadInputException">No key has this id.</exception>
    Task RevokeAsync(string id, CancellationToken stop);

    /// <summary>Sets what a tenant's keys may use together, or with no limit at all takes that away.</summary>
    /// <exception cref="BadInputException">There is nothing to take away.</exception>
    Task LimitAsync(TenantDocument tenant, CancellationToken stop);
}
