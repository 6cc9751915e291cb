namespace SageServe.Gateway;

/// <summary>Another gateway of the region says who keeps a response.</summary>
/// <param name="Id">Its name, new with each start.</param>
/// <param name="Region">Its region.</param>
/// <param name="Response">Null: it does not know it.</param>
internal sealed record ResponseWord(string Id, RegionId Region, KnownResponse? Response) : ISiblingWord
{
    public bool IsWhole => Id is not null;
}
