using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>Errors in OpenAI's shape with vLLM's types.</summary>
internal static class ApiErrors
{
    /// <summary>Anthropic's clients get their own shape.</summary>
    public static byte[] Body(HttpContext context, ApiException error)
    {
        if (context.Request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(
                $"{{\"type\":\"error\",\"error\":{{\"type\":\"{error.Type}\",\"message\":\"{JsonText.Escape(error.Message)}\"}}}}");
        }

        var parameter = error.Parameter is null ? "null" : $"\"{JsonText.Escape(error.Parameter)}\"";
        return Encoding.UTF8.GetBytes(
            $"{{\"error\":{{\"message\":\"{JsonText.Escape(error.Message)}\",\"type\":\"{error.Type}\",\"param\":{parameter},\"code\":{error.Status}}}}}");
    }

    public static Task WriteAsync(HttpContext context, ApiException error)
    {
        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = "1";
        }

        return JsonAnswer.WriteAsync(context, error.Status, Body(context, error));
    }
}
