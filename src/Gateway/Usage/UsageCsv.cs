using System.Globalization;
using System.Text;

namespace SageServe.Gateway;

/// <summary>Usage as a table for spreadsheets.</summary>
internal static class UsageCsv
{
    /// <summary>A spreadsheet would take text that begins so for a formula.</summary>
    private const string FormulaStarts = "=+-@\t\r";

    public static string Of(UsageDocument document)
    {
        var text = new StringBuilder("day,tenant,key,model,tier,requests,prompt_tokens,output_tokens,gpu_seconds,usd\n");
        foreach (var r in document.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{r.Day},{Field(r.Tenant)},{Field(r.Key ?? "")},{Field(r.Model)},{r.Tier.WireName()},");
            text.Append(CultureInfo.InvariantCulture, $"{r.Requests},{r.PromptTokens},{r.OutputTokens},{r.GpuSeconds:0.###},{r.Usd:0.######}\n");
        }

        return text.ToString();
    }

    private static string Field(string value)
    {
        var safe = value.Length > 1 && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\n\r") < 0 ? safe : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
