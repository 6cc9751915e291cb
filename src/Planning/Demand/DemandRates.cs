namespace SageServe.Planning;

/// <summary>Offered load of one bin, per second of request time.</summary>
internal readonly record struct DemandRates(double PromptTokens, double OutputTokens, double Requests)
{
    public static DemandRates operator +(DemandRates a, DemandRates b) =>
        new(a.PromptTokens + b.PromptTokens, a.OutputTokens + b.OutputTokens, a.Requests + b.Requests);

    public static DemandRates operator /(DemandRates a, double by) =>
        new(a.PromptTokens / by, a.OutputTokens / by, a.Requests / by);

    public static DemandRates Larger(DemandRates a, DemandRates b) =>
        new(Math.Max(a.PromptTokens, b.PromptTokens), Math.Max(a.OutputTokens, b.OutputTokens), Math.Max(a.Requests, b.Requests));

    public bool IsSound =>
        double.IsFinite(PromptTokens) && PromptTokens >= 0
        && double.IsFinite(OutputTokens) && OutputTokens >= 0
        && double.IsFinite(Requests) && Requests >= 0;
}
