using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SageServe.ClusterKit;

/// <summary>Sends changes line by line until the client, the time limit or the server ends it.</summary>
internal sealed class WatchAnswer(ApiServer server)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(30);

    public async Task AnswerAsync(HttpContext context, ApiRoute route, CancellationToken cancel)
    {
        var query = context.Request.Query;
        var wanted = Wanted(server, route, query);
        long? since = query["resourceVersion"] is [{ Length: > 0 } text] && text != "0" ? long.Parse(text, CultureInfo.InvariantCulture) : null;
        var takesBookmarks = query["allowWatchBookmarks"] is ["true" or "1"] && !server.Misbehaviour.HasFlag(Misbehaviour.SendsNoBookmarks);
        var watch = server.Store.Watch(route.Type, route.Namespace, wanted, since, takesBookmarks);
        using var limit = new CancellationTokenSource(int.TryParse(query["timeoutSeconds"], out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : UsualLimit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync(cancel);
            await context.Response.Body.FlushAsync(cancel);
            await foreach (var line in watch.Lines.ReadAllAsync(either.Token))
            {
                await context.Response.WriteAsync(line + "\n", cancel);
                await context.Response.Body.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // Its time is up: the last thing that a watch says is how far it came.
            await LastBookmarkAsync(context, watch, cancel);
        }
        finally
        {
            server.Store.Leave(watch);
        }
    }

    private async Task LastBookmarkAsync(HttpContext context, StoreWatch watch, CancellationToken cancel)
    {
        watch.Bookmark(server.Store.Version);
        watch.End();
        while (watch.Lines.TryRead(out var line))
        {
            await context.Response.WriteAsync(line + "\n", cancel);
        }
    }

    internal static Func<System.Text.Json.Nodes.JsonObject, bool> Wanted(ApiServer server, ApiRoute route, IQueryCollection query)
    {
        var labels = LabelSelector.Parse(server.Store.Breaks(Misbehaviour.IgnoresSelectors) ? null : (string?)query["labelSelector"]);
        var fields = FieldSelector.Parse(route.Type, query["fieldSelector"]);
        return item => labels.Matches(item) && fields.Matches(item) && (route.Name is null || item.Text("metadata.name") == route.Name);
    }
}
