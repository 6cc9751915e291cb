using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>What the requests of one model looked like so far: it decides how much a replica can do.</summary>
internal sealed class ModelMix(ServingCatalog catalog, ModelId model)
{
    private long _requests;
    private long _prompt;
    private long _output;

    public bool Seen => _requests > 0;

    public void Add(in SimulatedArrival arrival)
    {
        _requests++;
        _prompt += arrival.PromptTokens;
        _output += arrival.OutputTokens;
    }

    /// <summary>Prompt tokens a second of one replica at full use; something must have been seen.</summary>
    public double PerReplica(AcceleratorId accelerator) =>
        ReplicaRate.PromptTokensPerSecond(catalog.Profile(model, accelerator), _output / (double)_prompt, _prompt / (double)_requests);
}
