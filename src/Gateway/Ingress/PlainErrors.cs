namespace SageServe.Gateway;

/// <summary>Gives the framework's own 404 and 405 the shape that clients of OpenAI's API can read.</summary>
internal static class PlainErrors
{
    public static async Task ShapeAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
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
}
