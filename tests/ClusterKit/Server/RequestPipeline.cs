using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SageServe.ClusterKit;

/// <summary>What each request passes: faults, who it is from, what they may do, then the answer.</summary>
internal sealed class RequestPipeline(ApiServer server)
{
    private readonly Discovery _discovery = new(server);
    private readonly ObjectRequests _objects = new(server);
    private readonly WatchAnswer _watches = new(server);

    public async Task AnswerAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.Up);
        var path = context.Request.Path.Value!.Trim('/');
        var whole = path + context.Request.QueryString;
        server.Requests.Enqueue($"{context.Request.Method} {whole}");
        server.Tokens.Enqueue(context.Request.Headers.Authorization);
        try
        {
            var fault = server.Faults.Take(context.Request.Method, whole);
            await MeetAsync(fault, either.Token);
            await ServeAsync(context, path, fault?.LosesAnswer ?? false, either.Token);
        }
        catch (ApiException e)
        {
            await RefuseAsync(context, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            await RefuseAsync(context, ApiException.BadRequest($"the request cannot be read: {e.Message}"));
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static async Task MeetAsync(ServerFault? fault, CancellationToken cancel)
    {
        if (fault is { Hangs: true })
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }

        if (fault is { LosesAnswer: false })
        {
            throw fault.Refusal();
        }
    }

    private async Task ServeAsync(HttpContext context, string path, bool losesAnswer, CancellationToken cancel)
    {
        var who = server.Access.Authenticate(context.Request.Headers.Authorization)!;
        if (context.Request.Method == "GET" && _discovery.Find(path) is { } found)
        {
            await WriteAsync(context, 200, found);
            return;
        }

        if (context.Request.Method == "POST" && path == AccessReview.Path)
        {
            await WriteAsync(context, 201, AccessReview.Answer(server.Types, who, await JsonNode.ParseAsync(context.Request.Body, cancellationToken: cancel)).ToJsonString());
            return;
        }

        var route = ApiRoute.Parse(server.Types, path) ?? throw ApiException.NoSuchPath();
        var isWatch = route.Subresource is null && context.Request.Query["watch"] is ["true" or "1"];
        var verb = route.Verb(context.Request.Method, isWatch);
        if (!who.May(route, verb))
        {
            throw AccessList.Forbidden(who, route, verb);
        }

        if (isWatch)
        {
            await _watches.AnswerAsync(context, route, cancel);
            return;
        }

        var (status, body) = await _objects.AnswerAsync(context.Request, route);
        if (context.Request.Method != "GET")
        {
            server.Tell(new AuditLine(server.Store.Now, who.User, verb, route.ResourceText, route.Name ?? body.Text("metadata.name"), body.Clone()));
        }

        if (losesAnswer)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, status, body.ToJsonString());
    }

    private static Task RefuseAsync(HttpContext context, ApiException refusal)
    {
        if (refusal.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
        }

        return WriteAsync(context, refusal.Code, refusal.Status().ToJsonString());
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/plain";
        return context.Response.WriteAsync(body);
    }
}
