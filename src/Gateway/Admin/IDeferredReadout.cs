namespace SageServe.Gateway;

/// <summary>State of the deferred queue for the admin page; no decision is made from it.</summary>
internal interface IDeferredReadout
{
    DeferredView Read(ModelId model);
}
