namespace SageServe.Cli;

/// <summary>One request that a client will send: when, to which model, from where, and how large.</summary>
/// <param name="At">Scheduled moment, from the start of the load, in request time. Latency counts from here.</param>
/// <param name="Sequence">Position in the run; makes prompts differ.</param>
/// <param name="Model">Name that the client puts into <c>model</c>.</param>
/// <param name="Origin">Region whose gateway the client talks to.</param>
/// <param name="Tier">Tier that the client asks for.</param>
/// <param name="Streaming">True when the client asks for a stream.</param>
/// <param name="PromptTokens">Tokens of the prompt, the template's included.</param>
/// <param name="OutputTokens">Tokens that the answer will have.</param>
internal sealed record Arrival(
    TimeSpan At,
    int Sequence,
    string Model,
    RegionId Origin,
    ServiceTier Tier,
    bool Streaming,
    int PromptTokens,
    int OutputTokens);
