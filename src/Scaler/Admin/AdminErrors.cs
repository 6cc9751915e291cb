using System.Text.Json.Nodes;

namespace SageServe.Scaler;

/// <summary>Errors of the admin pages, in OpenAI's shape as all of the product's.</summary>
internal static class AdminErrors
{
    public static IResult BadParameter(string parameter, string message) => Answer(StatusCodes.Status400BadRequest, parameter, "invalid_parameter", message);

    public static IResult Answer(int status, string? parameter, string code, string message) => Results.Text(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = message,
                ["type"] = status < StatusCodes.Status500InternalServerError ? "invalid_request_error" : "server_error",
                ["param"] = parameter,
                ["code"] = code,
            },
        }.ToJsonString(),
        "application/json",
        statusCode: status);
}
