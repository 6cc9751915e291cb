using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary><c>GET /admin/requests/{id}</c> and <c>GET /admin/requests</c>: why requests went where they went.</summary>
internal sealed class StoriesEndpoint(Stories stories, GatewayOptions options, SteadyClock clock)
{
    public Task WriteOneAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        ImmutableArray<RequestStory> found = [.. stories.Find(id)];
        return found.IsEmpty ? ApiErrorWriter.WriteAsync(http.Response, Unknown(id), http.RequestAborted) : WriteAsync(http, found);
    }

    public Task WriteRecentAsync(HttpContext http)
    {
        var (query, error) = StoryQuery.Read(http.Request.Query);
        if (query is null)
        {
            return ApiErrorWriter.WriteAsync(http.Response, error!, http.RequestAborted);
        }

        var now = clock.Now;
        return WriteAsync(http, [.. stories.Read().Where(s => query.Wants(s, now)).Take(query.Limit)]);
    }

    private Task WriteAsync(HttpContext http, ImmutableArray<RequestStory> found)
    {
        var document = new RequestStories(new RegionId(options.Region), found)
        {
            Remembered = stories.Remembered,
            Since = stories.Since,
            Elsewhere = [.. found.SelectMany(OtherRegions).Distinct().Order().Select(r => new StoryPeer(r, AdminUrlsOf(r)))],
        };
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, SharedJson.Default.RequestStories), http.RequestAborted).AsTask();
    }

    private ApiError Unknown(string id) => new(
        StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "request_not_found",
        $"No request '{id}' among the {stories.Remembered} that this gateway of {options.Region} remembers{(stories.Since is { } since ? $", since {since}" : "")}. "
        + "It remembers the last Gateway:Explain:Requests, and none that failed before it had a key, a model and a tier.", "id");

    private static IEnumerable<RegionId> OtherRegions(RequestStory story)
    {
        var relayedTo = story.Steps.Where(s => s.Kind == StoryStepKind.Relayed).Select(s => s.Region!.Value);
        return story.Relayed ? relayedTo.Append(story.Origin) : relayedTo;
    }

    private ImmutableArray<string> AdminUrlsOf(RegionId region) =>
        [.. options.Peers.Where(p => p.Region == region.Value && p.AdminUrl is not null).Select(p => p.AdminUrl!)];
}
