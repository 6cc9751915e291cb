using System.Net;
using System.Security.Cryptography;
using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Who may use the admin listener. With an admin key: whoever shows it, as <c>Bearer</c>, <c>x-api-key</c> or, so that a browser can ask for
/// it, as the password of <c>Basic</c>. Without one: callers on this machine. Health, metrics and version are open: probes and scrapers have
/// no key.
/// </summary>
internal sealed class AdminGate : IDisposable
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private static readonly string[] Open = ["/healthz", "/metrics", "/version"];

    private readonly SecretText _key;
    private readonly int _port;

    public AdminGate(GatewayOptions options, SteadyClock clock, ILogger<AdminGate> logger)
    {
        _key = new SecretText(options.AdminKey, options.AdminKeyFile, "", clock.Time, logger);
        _port = new Uri(options.AdminUrl).Port;
    }

    /// <summary>What this gateway shows to peers' admin listeners; null for none.</summary>
    public string? Authorization => _key.Current is { } key ? Bearer + key : null;

    public async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Connection.LocalPort != _port || Open.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.Ordinal)))
        {
            await next(http);
            return;
        }

        var refusal = _key.Current is { } key
            ? (Shows(http.Request, key) ? null : ApiErrors.InvalidAdminKey)
            : http.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote) ? ApiErrors.AdminKeyNeeded : null;
        if (refusal is null)
        {
            await next(http);
            return;
        }

        if (refusal == ApiErrors.InvalidAdminKey)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"sageserve admin\"";
        }

        await ApiErrorWriter.WriteAsync(http.Response, refusal, http.RequestAborted);
    }

    public void Dispose() => _key.Dispose();

    private static bool Shows(HttpRequest request, string key)
    {
        var header = request.Headers.Authorization.ToString();
        var shown = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
            : header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(header[Basic.Length..].Trim())
            : request.Headers[HeaderNames.ApiKey].ToString();
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    private static string Password(string base64)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
