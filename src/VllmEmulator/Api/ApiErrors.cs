using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>Errors in OpenAI's shape with vLLM's types.</summary>
internal static class ApiErrors
{
    public static byte[] Body(ApiException error)
    {
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

        return JsonAnswer.WriteAsync(context, error.Status, Body(error));
    }
}
