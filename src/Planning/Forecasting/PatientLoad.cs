namespace SageServe.Planning;

/// <summary>What patient work adds to a load, prompt tokens per second.</summary>
/// <param name="Share">At every moment: room for what comes.</param>
/// <param name="Due">On average over the planning window, whenever there is room, that of <paramref name="Share"/> included: what waits.</param>
/// <param name="Apart">The part of <paramref name="Share"/> in which what is due has no room: of regions whose backlog nobody tells.</param>
internal readonly record struct PatientLoad(double Share, double Due = 0, double Apart = 0);
