namespace SageServe.Gateway;

/// <summary>Where keys are kept: a file, or Redis for several gateways.</summary>
internal interface IKeyStore : IAsyncDisposable
{
    /// <summary>The last good state; null until it was read once.</summary>
    KeyRing? Ring { get; }

    /// <exception cref="KeyStoreException">It cannot be changed now, or never.</exception>
    ValueTask AddAsync(KeyDocument key, CancellationToken cancellation);

    /// <returns>False when no key has this id.</returns>
    /// <exception cref="KeyStoreException">It cannot be changed now, or never.</exception>
    ValueTask<bool> RemoveAsync(string id, CancellationToken cancellation);

    /// <summary>Sets what the keys of a tenant may use together.</summary>
    /// <exception cref="KeyStoreException">It cannot be changed now, or never.</exception>
    ValueTask SetTenantAsync(TenantDocument tenant, CancellationToken cancellation);

    /// <returns>False when the tenant had no limits.</returns>
    /// <exception cref="KeyStoreException">It cannot be changed now, or never.</exception>
    ValueTask<bool> RemoveTenantAsync(TenantId tenant, CancellationToken cancellation);
}
