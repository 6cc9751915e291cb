namespace SageServe.Cli;

/// <summary>One pool against its target.</summary>
/// <param name="Pool">Its name.</param>
/// <param name="AtPlan">Replicas, ready and starting, when the plan was made.</param>
/// <param name="Target">What the plan wants.</param>
/// <param name="Ready">Now; null from a file.</param>
/// <param name="Starting">Now.</param>
/// <param name="Draining">Now.</param>
internal sealed record ExplainedPool(string Pool, int AtPlan, int Target, int? Ready, int? Starting, int? Draining);
