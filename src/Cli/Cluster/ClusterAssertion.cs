namespace SageServe.Cli;

/// <summary>One thing that the product assumes of a cluster.</summary>
/// <param name="Id">Short name, stable.</param>
/// <param name="Sentence">What is assumed.</param>
/// <param name="ReliesOn">What of the product is hurt where it is not so.</param>
/// <param name="Source">Where Kubernetes says it.</param>
/// <param name="RunAsync">Finds out; ends by a <see cref="ClusterFindingException"/> where it does not hold.</param>
internal sealed record ClusterAssertion(string Id, string Sentence, string ReliesOn, string Source, Func<ClusterSite, Task> RunAsync);
