using System.Buffers;

namespace SageServe.Gateway;

/// <summary>What a key may be: names with a <c>/</c> between them. Names that come from outside are checked before they become part of a key.</summary>
internal static class BlobKey
{
    private const int MaxName = 200;
    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>True for what may be a name: letters, digits, <c>- _ .</c>, at most 200, not beginning with a dot.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxName && text[0] != '.' && !text.ContainsAnyExcept(Characters);

    /// <exception cref="ArgumentException">It is no key.</exception>
    public static string Checked(string key)
    {
        foreach (var part in key.AsSpan().Split('/'))
        {
            if (!IsName(key.AsSpan(part)))
            {
                throw new ArgumentException($"'{key}' is not a key of the blob store.", nameof(key));
            }
        }

        return key;
    }

    /// <exception cref="ArgumentException">It is no prefix: names with a <c>/</c> behind each.</exception>
    public static string CheckedPrefix(string prefix) => prefix.EndsWith('/')
        ? Checked(prefix[..^1]) + "/"
        : throw new ArgumentException($"'{prefix}' is no prefix of keys: it must end with '/'.", nameof(prefix));
}
