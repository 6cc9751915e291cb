namespace SageServe.Gateway;

/// <summary>Gives the framework's own 404 and 405, and what no endpoint caught, the shape that clients of OpenAI's API can read.</summary>
internal static class PlainErrors
{
    public static async Task ShapeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(http, e);
            return;
        }

        if (http.Response.HasStarted || http.Response.ContentLength is not null || http.Response.ContentType is not null)
        {
            return;
        }

        var path = http.Request.Path.Value ?? "/";
        ApiError? error = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ApiErrors.NoSuchPath(path),
            StatusCodes.Status405MethodNotAllowed => ApiErrors.MethodNotAllowed(http.Request.Method, path),
            _ => null,
        };
        if (error is not null)
        {
            await ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);
        }
    }

    private static Task WriteAsync(HttpContext http, Exception thrown)
    {
        http.Response.Clear();
        if (thrown is BadHttpRequestException wrong)
        {
            return ApiErrorWriter.WriteAsync(
                http.Response, ServerRefusals.ErrorOf(wrong.StatusCode, http.RequestServices.GetRequiredService<LiveConfiguration>().Current.Options), http.RequestAborted);
        }

        GatewayLog.RequestFailed(http.RequestServices.GetRequiredService<ILogger<GatewayPipeline>>(), thrown, http.Request.Path);
        return ApiErrorWriter.WriteAsync(http.Response, ApiErrors.Internal, http.RequestAborted);
    }
}
