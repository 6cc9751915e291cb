namespace SageServe.Gateway;

/// <summary>Binds a request that goes on from an earlier response to the replica that keeps it.</summary>
internal sealed class PriorResponses(KnownResponses known, CurrentFleet fleet, GatewayOptions options)
{
    public const string Param = "previous_response_id";
    private readonly RegionId _home = new(options.Region);

    public (InferenceRequest? Request, ApiError? Error) Bind(InferenceRequest request, string id)
    {
        if (known.Find(id, request.Tenant) is not { } prior || !request.MayUse(prior.Region) || (request.Relayed && prior.Region != _home))
        {
            return (null, ResponseErrors.NotFound(id, Param));
        }

        if (prior.Model != request.Model)
        {
            return (null, ApiErrors.Invalid("model_mismatch", $"The response '{id}' was made by '{prior.Model}' and can be continued by it only.", "model"));
        }

        if (prior.Region != _home)
        {
            return (request with { AllowedRegions = [prior.Region] }, null);
        }

        return IsReady(prior) ? (request with { AllowedRegions = [_home], OnlyReplica = prior.Instance }, null) : (null, ResponseErrors.Gone(id, Param));
    }

    // One that drains takes nothing new, and its memory goes with it.
    private bool IsReady(KnownResponse prior) =>
        fleet.Latest.Find(prior.Model)?.Instances.Any(i => i.Id == prior.Instance && i.Phase == InstancePhase.Ready) == true;
}
