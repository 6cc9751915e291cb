using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prometheus;

/// <summary>Prometheus' text exposition format 0.0.4 as UTF-8.</summary>
internal sealed class ExpositionWriter(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _line = new();

    public static string Format(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    public void Declare(Collector collector)
    {
        _line.Append("# HELP ").Append(collector.Name).Append(' ');
        Escape(collector.Help, quotes: false);
        _line.Append("\n# TYPE ").Append(collector.Name).Append(' ').Append(collector.TypeName).Append('\n');
        Flush();
    }

    public void Sample(Collector collector, string suffix, string[] labelValues, double value, string? le = null)
    {
        _line.Append(collector.Name).Append(suffix);
        if (labelValues.Length > 0 || le is not null)
        {
            _line.Append('{');
            for (var i = 0; i < labelValues.Length; i++)
            {
                Label(i > 0, collector.LabelNames[i], labelValues[i]);
            }

            if (le is not null)
            {
                Label(labelValues.Length > 0, "le", le);
            }

            _line.Append('}');
        }

        _line.Append(' ').Append(Format(value)).Append('\n');
        Flush();
    }

    private void Label(bool comma, string name, string value)
    {
        _line.Append(comma ? "," : "").Append(name).Append("=\"");
        Escape(value, quotes: true);
        _line.Append('"');
    }

    private void Escape(string text, bool quotes)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _line.Append("\\\\"),
                '\n' => _line.Append("\\n"),
                '"' when quotes => _line.Append("\\\""),
                _ => _line.Append(c),
            };
        }
    }

    private void Flush()
    {
        foreach (var chunk in _line.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, output);
        }

        _line.Clear();
    }
}
