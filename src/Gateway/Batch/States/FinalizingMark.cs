using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>
/// How a batch ends (<c>finalizing.json</c>, written once): from then on its result files follow from the files alone, so that any gateway may
/// make them, twice if need be, and they come out the same whatever a late gateway still appends.
/// </summary>
/// <param name="At">Unix seconds.</param>
/// <param name="By">Name of the gateway that decided it, and makes the result files unless it dies.</param>
/// <param name="End">Completed, Cancelled or Expired.</param>
/// <param name="Lines">Its lines are accounted for, one by one; false for a batch that ended before it was checked.</param>
/// <param name="Journals">What counts of each journal, in the order of their names.</param>
internal sealed record FinalizingMark(long At, string By, BatchStatus End, bool Lines, ImmutableArray<JournalCut> Journals);
