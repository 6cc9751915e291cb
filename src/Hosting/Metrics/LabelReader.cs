using System.Text;

namespace SageServe.Hosting;

/// <summary>Reads <c>name="value",...}</c> with its escapes.</summary>
internal ref struct LabelReader(ReadOnlySpan<char> text)
{
    /// <summary>What follows the closing brace.</summary>
    public ReadOnlySpan<char> Rest { get; private set; } = text;

    public bool TryReadAll(NamePool names, out Dictionary<string, string> labels)
    {
        labels = new Dictionary<string, string>(4, StringComparer.Ordinal);
        while (true)
        {
            Rest = Rest.TrimStart();
            if (Rest.IsEmpty)
            {
                return false;
            }

            if (Rest[0] == '}')
            {
                Rest = Rest[1..];
                return true;
            }

            var equals = Rest.IndexOf('=');
            if (equals <= 0)
            {
                return false;
            }

            var name = names.Of(Rest[..equals].Trim());
            Rest = Rest[(equals + 1)..].TrimStart();
            if (!TryReadValue(names, out var value))
            {
                return false;
            }

            labels[name] = value;
            Rest = Rest.TrimStart();
            if (!Rest.IsEmpty && Rest[0] == ',')
            {
                Rest = Rest[1..];
            }
        }
    }

    private bool TryReadValue(NamePool names, out string value)
    {
        value = "";
        if (Rest.IsEmpty || Rest[0] != '"')
        {
            return false;
        }

        var text = Rest[1..];
        var plain = text.IndexOfAny('"', '\\');
        if (plain < 0)
        {
            return false;
        }

        if (text[plain] == '"')
        {
            value = names.Of(text[..plain]);
            Rest = text[(plain + 1)..];
            return true;
        }

        return TryReadEscaped(text, out value);
    }

    private bool TryReadEscaped(ReadOnlySpan<char> text, out string value)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                value = builder.ToString();
                Rest = text[(i + 1)..];
                return true;
            }

            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                builder.Append(text[i] == 'n' ? '\n' : text[i]);
            }
            else
            {
                builder.Append(text[i]);
            }
        }

        value = "";
        return false;
    }
}
