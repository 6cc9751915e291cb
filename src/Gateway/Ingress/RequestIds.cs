namespace SageServe.Gateway;

/// <summary>Ids of requests. Ours are unique; what a client sends is only shown back to it.</summary>
internal static class RequestIds
{
    private const int MaxLength = 128;

    public static RequestId New() => new("req_" + Guid.CreateVersion7().ToString("N"));

    /// <summary>The client's own <c>x-request-id</c> where it is harmless, else a new one.</summary>
    public static string PublicIdOf(HttpRequest request)
    {
        var given = request.Headers[HeaderNames.RequestId].ToString();
        return given.Length is > 0 and <= MaxLength && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? given
            : "req_" + Guid.CreateVersion7().ToString("N");
    }
}
