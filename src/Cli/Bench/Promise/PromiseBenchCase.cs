namespace SageServe.Cli;

/// <summary>One kind of world, and how the answers fared in it.</summary>
/// <param name="Name">In kebab case.</param>
/// <param name="Title">For people.</param>
/// <param name="Report">Over all runs.</param>
internal sealed record PromiseBenchCase(string Name, string Title, CalibrationReport Report);
