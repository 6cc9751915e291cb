using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// What was first told of each batch, held against its end. The gateway that pumps a lane counts, so that a batch counts once; what it was told
/// before a restart, or before the pump moved, is not counted.
/// </summary>
internal sealed class EtaTally(BatchShelf batches)
{
    /// <summary>Batches that are followed; more are not counted.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, (ModelId Model, FinishEstimate First)> _told = new(StringComparer.Ordinal);

    /// <param name="model">The lane's.</param>
    /// <param name="estimates">Of all groups of the lane.</param>
    public void See(ModelId model, IEnumerable<(BacklogGroup Group, FinishEstimate Finish)> estimates)
    {
        foreach (var (group, finish) in estimates)
        {
            if (!DeferredGroup.IsHeld(group.Id) && _told.Count < Most)
            {
                _told.TryAdd(group.Id, (model, finish));
            }
        }
    }

    /// <summary>Counts those that have ended.</summary>
    public void Settle()
    {
        foreach (var (id, told) in _told.ToList())
        {
            if (batches.Find(id) is { } run && !run.Status.IsFinal())
            {
                continue;
            }

            _told.Remove(id);
            if (batches.Find(id)?.View() is { Status: BatchStatus.Completed } ended && (ended.FinalizingAt ?? ended.CompletedAt) is { } end)
            {
                PromiseMetrics.Ended(told.Model, told.First, Instant.FromUnixSeconds(end));
            }
        }
    }
}
