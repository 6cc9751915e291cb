namespace SageServe.Gateway;

/// <summary>A checked line of an input file.</summary>
/// <param name="CustomId">The client's name for it.</param>
/// <param name="Model">The model that serves it.</param>
/// <param name="Body">The request's JSON.</param>
/// <param name="Parsed">What decisions need of the body.</param>
internal sealed record BatchLine(string CustomId, ModelId Model, byte[] Body, ParsedBody Parsed);
