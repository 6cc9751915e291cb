namespace SageServe.Shared;

/// <summary>A replica as one gateway holds it. It is free of that gateway when nothing is admitted any more and nothing is held.</summary>
/// <param name="Id">The replica.</param>
/// <param name="Admits">True while the gateway may still send it something; false for one that drains, and for one that the gateway does not know.</param>
/// <param name="Held">Requests that were sent to it and have not ended, those that are about to be sent included.</param>
public sealed record HeldReplica(InstanceId Id, bool Admits, int Held)
{
    /// <summary>True when this gateway has let go of it.</summary>
    public bool IsFree => !Admits && Held == 0;
}
