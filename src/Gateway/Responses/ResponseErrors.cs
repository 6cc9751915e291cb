namespace SageServe.Gateway;

/// <summary>Refusals about stored responses.</summary>
internal static class ResponseErrors
{
    public static ApiError NotFound(string id, string? param) => new(
        StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "response_not_found",
        $"The response '{Shown(id)}' is not known here. Engines keep responses in memory, and this gateway remembers for a while which one keeps which: send the conversation itself.", param);

    public static ApiError Gone(string id, string? param) => new(
        StatusCodes.Status410Gone, ApiErrors.InvalidRequestType, "response_gone",
        $"The replica that kept the response '{Shown(id)}' is gone, and the response with it: send the conversation itself.", param);

    public static ApiError Unreachable(int status) => new(
        status, ApiErrors.ServerErrorType, "upstream_failed", "The replica that keeps the response did not answer.");

    private static string Shown(string id) => id.Length <= 100 ? id : id[..100] + "...";
}
