namespace SageServe.Routing;

/// <summary>Running means of what requests look like: other gateways' requests are assumed to look like ours.</summary>
internal sealed class WorkMix
{
    private const double Weight = 0.02;
    private double _prompt = 1000;
    private double _output = 200;

    public double PromptTokens => _prompt;

    /// <summary>Of interactive requests alone; 0 before the first.</summary>
    public double InteractivePromptTokens { get; private set; }

    /// <summary>Prompt and output.</summary>
    public double Tokens => _prompt + _output;

    public double OutputPerPromptToken => _output / Math.Max(1, _prompt);

    public void Observe(InferenceRequest request)
    {
        _prompt += Weight * (request.PromptTokens - _prompt);
        _output += Weight * (request.ExpectedOutputTokens - _output);
        if (request.Tier.IsInteractive())
        {
            InteractivePromptTokens += (InteractivePromptTokens > 0 ? Weight : 1) * (request.PromptTokens - InteractivePromptTokens);
        }
    }

    public long MeanWorkTicks(in WorkRate rate) => (long)(_prompt * rate.TicksPerPromptToken + _output * rate.TicksPerOutputToken);
}
