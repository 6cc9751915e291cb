using System.Text.Json;

namespace SageServe.VllmEmulator;

internal static class JsonBody
{
    /// <exception cref="ApiException">Not a JSON object.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        try
        {
            var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
        }
        catch (JsonException e)
        {
            throw new ApiException(400, "Bad Request", $"JSON decode error: {e.Message}");
        }

        throw new ApiException(400, "Bad Request", "The body must be a JSON object.");
    }
}
