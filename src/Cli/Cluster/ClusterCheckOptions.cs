namespace SageServe.Cli;

/// <summary>What is to be checked, and where.</summary>
/// <param name="Namespace">Made where it is missing, and removed then.</param>
/// <param name="Image">Of the pods; it has to run until it is told to end.</param>
/// <param name="Patience">Longest wait for what takes time.</param>
internal sealed record ClusterCheckOptions(string Namespace, string Image, TimeSpan Patience);
