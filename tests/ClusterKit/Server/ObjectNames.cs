using System.Text.RegularExpressions;

namespace SageServe.ClusterKit;

/// <summary>Which names and labels are allowed, and how endings of names are drawn.</summary>
internal static partial class ObjectNames
{
    // Without vowels and look-alikes, as the real server draws them.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public static string Suffix(int length) => new([.. Enumerable.Range(0, length).Select(_ => Letters[Random.Shared.Next(Letters.Length)])]);

    public static bool IsName(string name) => name.Length is > 0 and <= 253 && Subdomain().IsMatch(name);

    public static bool IsLabelKey(string key)
    {
        var slash = key.LastIndexOf('/');
        return (slash < 0 || IsName(key[..slash])) && key[(slash + 1)..] is { Length: > 0 and <= 63 } name && Label().IsMatch(name);
    }

    public static bool IsLabelValue(string value) => value.Length == 0 || (value.Length <= 63 && Label().IsMatch(value));

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")]
    private static partial Regex Label();
}
