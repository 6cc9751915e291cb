namespace SageServe.Gateway.Tests;

/// <summary>An item in an inbox of <see cref="StoreModel"/>.</summary>
internal sealed record ModelGrant(DeferredItem Item, string Gateway, int Number, bool Urgent);
