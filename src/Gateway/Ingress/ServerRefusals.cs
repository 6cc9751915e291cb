using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace SageServe.Gateway;

/// <summary>
/// Makes errors in OpenAI's shape of what Kestrel refuses before there is a request: 400, 408, 411, 413, 414, 431, 505. Kestrel writes such an answer
/// without a body and ends the connection; its event about it comes just before, and what the answer lacks is added on the way to the
/// connection. HTTP/2 answers most of these by resetting the stream, where no body can be.
/// </summary>
internal sealed class ServerRefusals(DiagnosticListener diagnostics, LiveConfiguration live) : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private IDisposable? _subscription;

    public void Begin() => _subscription = diagnostics.Subscribe(this, static name => name == BadRequest);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: BadRequest, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error
            && features.Get<IHttpResponseFeature>() is { HasStarted: false }
            && features.Get<IHttp2StreamIdFeature>() is null
            && features.Get<RefusalPipe>() is { } pipe)
        {
            Amend(pipe, features.Get<IHttpRequestFeature>(), ErrorOf(error.StatusCode, live.Current.Options));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription?.Dispose();

    /// <summary>The error of a status that the server chose.</summary>
    public static ApiError ErrorOf(int status, GatewayOptions options) => status switch
    {
        StatusCodes.Status408RequestTimeout => Error(status, "request_timeout", $"The request's headers or body came too slowly: headers have {options.Limits.HeaderTimeout.TotalSeconds:0.#} s."),
        StatusCodes.Status411LengthRequired => Error(status, "length_required", "The request needs a Content-Length."),
        StatusCodes.Status413PayloadTooLarge => ApiErrors.BodyTooLarge(options.MaxBodyBytes),
        StatusCodes.Status414UriTooLong => Error(status, "uri_too_long", $"The request line is longer than {options.Limits.MaxRequestLineBytes} bytes."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Error(
            status, "headers_too_large", $"The headers are more than {options.Limits.MaxHeaderCount} or larger than {options.Limits.MaxHeaderBytes} bytes."),
        StatusCodes.Status505HttpVersionNotsupported => Error(status, "http_version_not_supported", "Speak HTTP/1.1 or HTTP/2."),
        _ => Error(status, "invalid_http", "The request is not valid HTTP."),
    };

    private static void Amend(RefusalPipe pipe, IHttpRequestFeature? request, ApiError error)
    {
        ApiErrorCounter.Count(error);
        var body = new ArrayBufferWriter<byte>(256);
        ErrorJson.Write(body, error, EngineRoute.DialectOf(request?.Path is ['/', ..] path ? path : "/"));
        var id = RequestIds.Harmless(request?.Headers[HeaderNames.RequestId].ToString()) ?? RequestIds.New().Value;
        var headers = string.Create(
            CultureInfo.InvariantCulture,
            $"Content-Length: {body.WrittenCount}\r\nContent-Type: application/json\r\n{HeaderNames.RequestId}: {id}\r\n{HeaderNames.OpenAiVersion}: {ResponseHeaders.ApiVersion}");
        pipe.Amend(headers, request?.Method == HttpMethods.Head ? default : body.WrittenMemory);
    }

    private static ApiError Error(int status, string code, string message) => new(status, ApiErrors.InvalidRequestType, code, message);
}
