using System.Text;

namespace SageServe.Shared;

/// <summary>The public names of <see cref="ReasonCode"/>: the enum's words in kebab case.</summary>
public static class ReasonCodes
{
    private static readonly ReasonCode[] Codes = Enum.GetValues<ReasonCode>();
    private static readonly string[] Names = [.. Codes.Select(c => Kebab(c.ToString()))];

    public static IReadOnlyList<ReasonCode> All => Codes;

    public static string Name(this ReasonCode code) => Names[Array.IndexOf(Codes, code)];

    public static bool TryParse(string? name, out ReasonCode code)
    {
        var index = Array.IndexOf(Names, name);
        code = index >= 0 ? Codes[index] : default;
        return index >= 0;
    }

    private static string Kebab(string words)
    {
        var text = new StringBuilder(words.Length + 4);
        foreach (var c in words)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
