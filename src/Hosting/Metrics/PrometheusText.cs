using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace SageServe.Hosting;

/// <summary>
/// Reads Prometheus' text exposition format 0.0.4. Comments, time stamps and lines it does not understand are passed over:
/// one bad line of an engine must not hide the others.
/// </summary>
public static class PrometheusText
{
    private static readonly FrozenDictionary<string, string> NoLabels = FrozenDictionary<string, string>.Empty;

    public static PrometheusScrape Parse(ReadOnlySpan<byte> utf8)
    {
        var samples = new List<PrometheusSample>();
        var names = new NamePool();
        foreach (var line in Encoding.UTF8.GetString(utf8).AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (!text.IsEmpty && text[0] != '#' && TryParseLine(text, names, out var sample))
            {
                samples.Add(sample);
            }
        }

        return new PrometheusScrape(samples);
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, NamePool names, out PrometheusSample sample)
    {
        sample = default;
        var end = line.IndexOfAny('{', ' ', '\t');
        if (end <= 0)
        {
            return false;
        }

        IReadOnlyDictionary<string, string> labels = NoLabels;
        var rest = line[end..].TrimStart();
        if (!rest.IsEmpty && rest[0] == '{')
        {
            var reader = new LabelReader(rest[1..]);
            if (!reader.TryReadAll(names, out var read))
            {
                return false;
            }

            labels = read;
            rest = reader.Rest.TrimStart();
        }

        var valueEnd = rest.IndexOfAny(' ', '\t');
        if (!TryParseValue(valueEnd < 0 ? rest : rest[..valueEnd], out var value))
        {
            return false;
        }

        sample = new PrometheusSample(names.Of(line[..end]), labels, value);
        return true;
    }

    private static bool TryParseValue(ReadOnlySpan<char> text, out double value)
    {
        switch (text)
        {
            case "+Inf" or "Inf":
                value = double.PositiveInfinity;
                return true;
            case "-Inf":
                value = double.NegativeInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }
}
