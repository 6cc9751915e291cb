using System.Globalization;

namespace SageServe.Gateway;

/// <summary>This gateway's name among those of its region, new with each start: what an earlier process had out is not ours.</summary>
internal sealed class SiblingIdentity
{
    public string Id { get; } = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
}
