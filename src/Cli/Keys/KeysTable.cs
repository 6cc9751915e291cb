using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Keys for people.</summary>
internal static class KeysTable
{
    public static string Text(KeysDocument document)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"id",-22}{"tenant",-18}{"ceiling",-20}{"req/min",9}{"tok/min",11}{"USD/day",9}{"at once",9}  {"expires",-12}models, regions, name");
        foreach (var tenant in document.Tenants)
        {
            text.Append(CultureInfo.InvariantCulture, $"{"(all keys)",-22}{tenant.Tenant,-18}{"",-20}");
            Append(text, tenant.Limits);
            text.AppendLine();
        }

        foreach (var key in document.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key.EffectiveId,-22}{key.Tenant,-18}{key.TierCeiling.WireName(),-20}");
            Append(text, key.Limits);
            text.Append(CultureInfo.InvariantCulture, $"  {key.Expires?.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-",-12}");
            text.AppendJoin("; ", new[] { string.Join(",", key.Models), string.Join(",", key.Regions), key.Name }.Where(t => !string.IsNullOrEmpty(t)));
            text.AppendLine();
        }

        return text.AppendLine(CultureInfo.InvariantCulture, $"{document.Keys.Length} key(s).").ToString();
    }

    private static void Append(StringBuilder text, KeyLimits limits)
    {
        text.Append(CultureInfo.InvariantCulture, $"{limits.RequestsPerMinute?.ToString(CultureInfo.InvariantCulture) ?? "-",9}{limits.TokensPerMinute?.ToString(CultureInfo.InvariantCulture) ?? "-",11}");
        text.Append(CultureInfo.InvariantCulture, $"{limits.UsdPerDay?.ToString(CultureInfo.InvariantCulture) ?? "-",9}{limits.Concurrent?.ToString(CultureInfo.InvariantCulture) ?? "-",9}");
    }
}
