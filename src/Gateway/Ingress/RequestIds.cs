namespace SageServe.Gateway;

/// <summary>Ids of requests. Ours are unique; what a client sends is only shown back to it.</summary>
internal static class RequestIds
{
    private const int MaxLength = 128;
    private const string Prefix = "req_";

    public static RequestId New() => new(NewText());

    /// <summary>The client's own <c>x-request-id</c> where it is harmless, else a new one.</summary>
    public static string PublicIdOf(HttpRequest request) => GivenBy(request) ?? NewText();

    /// <summary>The client's own <c>x-request-id</c>; null where there is none or it is not harmless.</summary>
    public static string? GivenBy(HttpRequest request) => Harmless(request.Headers[HeaderNames.RequestId].ToString());

    /// <summary>Null where it is empty, long or could be read as something else than an id.</summary>
    public static string? Harmless(string? given) =>
        given?.Length is > 0 and <= MaxLength && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? given
            : null;

    private static string NewText() => string.Create(Prefix.Length + 32, Guid.CreateVersion7(), static (text, id) =>
    {
        Prefix.CopyTo(text);
        _ = id.TryFormat(text[Prefix.Length..], out _, "N");
    });
}
