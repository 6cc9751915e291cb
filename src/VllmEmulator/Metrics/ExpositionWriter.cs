using System.Globalization;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>Prometheus text exposition 0.0.4 of one replica; every sample carries the same labels.</summary>
internal sealed class ExpositionWriter(string labels)
{
    private readonly StringBuilder _text = new();

    public void Gauge(string name, string help, double value) => Family(name, "gauge", help).Sample(name, "", value);

    public void Counter(string name, string help, double value) => Family(name, "counter", help).Sample(name, "", value);

    public void Info(string name, string help, string extraLabels) => Family(name, "gauge", help).Sample(name, extraLabels, 1);

    public ExpositionWriter Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    public void Sample(string name, string extraLabels, double value)
    {
        _text.Append(name).Append('{').Append(labels);
        if (extraLabels.Length > 0)
        {
            _text.Append(',').Append(extraLabels);
        }

        _text.Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    public void Histogram(string name, string help, BucketHistogram histogram)
    {
        Family(name, "histogram", help);
        for (var i = 0; i < histogram.Bounds.Length; i++)
        {
            Sample(name + "_bucket", $"le=\"{Bound(histogram.Bounds[i])}\"", histogram.CumulativeTo(i));
        }

        Sample(name + "_bucket", "le=\"+Inf\"", histogram.Count);
        Sample(name + "_sum", "", histogram.Sum);
        Sample(name + "_count", "", histogram.Count);
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    public static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>As prometheus_client writes floats: 1 is "1.0".</summary>
    private static string Bound(double bound)
    {
        var text = bound.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
