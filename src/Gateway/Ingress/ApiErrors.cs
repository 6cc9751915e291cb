namespace SageServe.Gateway;

/// <summary>Every refusal that the gateway makes by itself.</summary>
internal static class ApiErrors
{
    public const string InvalidRequestType = "invalid_request_error";
    public const string ServerErrorType = "server_error";
    public const string UnavailableType = "service_unavailable_error";

    public static readonly ApiError InvalidKey = new(
        StatusCodes.Status401Unauthorized, InvalidRequestType, "invalid_api_key", "The API key is missing or not known here. Send it as 'Authorization: Bearer KEY'.");

    public static readonly ApiError KeysAway = new(
        StatusCodes.Status503ServiceUnavailable, UnavailableType, "keys_unavailable", "The API keys cannot be read now; try again.")
        { RetryAfter = TimeSpan.FromSeconds(2) };

    public static readonly ApiError NoKeyStore = new(
        StatusCodes.Status409Conflict, InvalidRequestType, "no_key_store", "This gateway keeps no keys: set Gateway:KeysFile or Gateway:KeysRedis.");

    public static readonly ApiError InvalidAdminKey = new(
        StatusCodes.Status401Unauthorized, InvalidRequestType, "invalid_admin_key", "The admin key is missing or wrong. Send it as 'Authorization: Bearer KEY'.");

    public static readonly ApiError AdminKeyNeeded = new(
        StatusCodes.Status403Forbidden, InvalidRequestType, "admin_key_needed",
        "Without Gateway:AdminKey the admin listener answers callers on its own machine only.");

    public static readonly ApiError ForgedRelay = new(
        StatusCodes.Status401Unauthorized, InvalidRequestType, "invalid_relay_signature", "The relay header is not signed by a peer of this gateway, or it is too old.");

    public static readonly ApiError ReplayedRelay = new(
        StatusCodes.Status401Unauthorized, InvalidRequestType, "relay_used", "The relay ticket was made for another body, or was used before.");

    public static readonly ApiError MisdirectedRelay = new(
        StatusCodes.Status401Unauthorized, InvalidRequestType, "misdirected_relay", "The request was relayed to another region than this gateway's; the sender has a wrong address for it.");

    public static readonly ApiError BodyMissing = Invalid("missing_body", "The request needs a JSON body.");

    public static readonly ApiError AmbiguousFraming = Invalid("ambiguous_framing", "Send one Transfer-Encoding, chunked, or a Content-Length.");

    public static readonly ApiError InvalidUtf8 = Invalid("invalid_utf8", "The body is not valid UTF-8.");

    public static readonly ApiError BodyCut = Invalid("incomplete_body", "The connection ended before the whole body arrived.");

    public static readonly ApiError BodyTooSlow = new(
        StatusCodes.Status408RequestTimeout, InvalidRequestType, "request_timeout", "The body came too slowly.");

    public static readonly ApiError UnsupportedMediaType = new(
        StatusCodes.Status415UnsupportedMediaType, InvalidRequestType, "unsupported_media_type", "Send the body as 'Content-Type: application/json'.");

    public static readonly ApiError UnsupportedEncoding = new(
        StatusCodes.Status415UnsupportedMediaType, InvalidRequestType, "unsupported_content_encoding", "Send the body without 'Content-Encoding': compressed bodies are not read.");

    public static readonly ApiError Internal = new(
        StatusCodes.Status500InternalServerError, ServerErrorType, "internal_error", "The gateway failed to handle the request.");

    public static ApiError Invalid(string code, string message, string? param = null) =>
        new(StatusCodes.Status400BadRequest, InvalidRequestType, code, message, param);

    public static ApiError InvalidJson(string message) => Invalid("invalid_json", $"The body is not valid JSON: {message}");

    public static ApiError NestedTooDeep(int most) =>
        Invalid("nesting_too_deep", $"The body nests objects and arrays deeper than {most}.");

    public static ApiError InvalidType(string param, string expected) =>
        Invalid("invalid_type", $"'{param}' must be {expected}.", param);

    public static ApiError Missing(string param) =>
        Invalid("missing_required_parameter", $"Missing required parameter: '{param}'.", param);

    public static ApiError BodyTooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge, InvalidRequestType, "request_too_large", $"The body is larger than {limit} bytes.");

    public static ApiError ModelNotFound(string model) => new(
        StatusCodes.Status404NotFound, InvalidRequestType, "model_not_found", $"The model '{model}' is not served here. GET /v1/models lists what is.", "model");

    public static ApiError TooManyConnections(int most) => new(
        StatusCodes.Status429TooManyRequests, "requests", "too_many_connections", $"Your address has more than {most} open connections. Reuse them.")
        { RetryAfter = TimeSpan.FromSeconds(1) };

    public static ApiError KeysNotChanged(string reason) => new(StatusCodes.Status409Conflict, InvalidRequestType, "keys_not_changed", reason);

    public static ApiError NoSuchPath(string path) => new(
        StatusCodes.Status404NotFound, InvalidRequestType, "unknown_url", $"There is nothing at {path}.");

    /// <param name="status">The engine's.</param>
    /// <param name="text">What it wrote instead of JSON, shortened.</param>
    public static ApiError EngineRefused(int status, string text) => new(
        status, status < StatusCodes.Status500InternalServerError ? InvalidRequestType : ServerErrorType, "upstream_error",
        text.Length == 0 ? $"The model's server answered {status} and nothing else." : $"The model's server answered {status}: {text}");

    public static readonly ApiError AnswerTooLarge = new(
        StatusCodes.Status502BadGateway, ServerErrorType, "answer_too_large", "The model's answer is too large to become an event of this stream.");

    public static ApiError MethodNotAllowed(string method, string path) => new(
        StatusCodes.Status405MethodNotAllowed, InvalidRequestType, "method_not_allowed", $"{path} does not take {method}.");
}
