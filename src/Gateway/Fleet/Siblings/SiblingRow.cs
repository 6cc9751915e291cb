namespace SageServe.Gateway;

/// <summary>A gateway as the registry lists it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Stamp">When it wrote last, by the registry's clock; only a change of it means anything.</param>
/// <param name="Word">See <see cref="SiblingWord"/>; negative: it has left.</param>
/// <param name="Url">Where it is reached.</param>
internal sealed record SiblingRow(string Id, long Stamp, int Word, string Url);
