using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace SageServe.Hosting;

/// <summary>
/// Takes endpoints of another listener out of the choice, by the port that the connection came in on: a Host header can be forged,
/// a local port cannot. What remains (often nothing: 404) is decided as usual.
/// </summary>
internal sealed class ListenerMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(e => e.Metadata.GetMetadata<ListenerMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            var listener = candidates[i].Endpoint?.Metadata.GetMetadata<ListenerMetadata>();
            if (listener is not null && listener.Port != httpContext.Connection.LocalPort)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
