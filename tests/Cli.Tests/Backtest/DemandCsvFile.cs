using System.Globalization;
using System.Text;

namespace SageServe.Cli.Tests;

/// <summary>Demand of a few hours on the demonstration's catalog, as CSV.</summary>
internal static class DemandCsvFile
{
    public static readonly string Catalog = Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json");
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Five-minute bins of one model in one region, three tiers; the rate rises and falls over two hours.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="hours">How long.</param>
    /// <param name="skip">Bins that are left out, by number.</param>
    public static string Write(TemporaryFolder folder, double hours, Func<int, bool>? skip = null)
    {
        var text = new StringBuilder(DemandTable.Header + "\n");
        for (var i = 0; i < hours * 12; i++)
        {
            foreach (var (tier, requests) in new[] { ("interactive-fast", 0.6), ("interactive-normal", 0.2), ("non-interactive", 0.1) })
            {
                var rate = requests * (1.2 + Math.Sin(Math.PI * i / 12));
                text.Append(skip?.Invoke(i) == true ? "" : string.Create(CultureInfo.InvariantCulture, $"{Start.AddMinutes(5 * i):yyyy-MM-ddTHH:mm:ssZ},llama-3.1-70b,eastus,{tier},{rate:0.####},{rate * 1100:0.#},{rate * 200:0.#}\n"));
            }
        }

        return folder.Write("demand.csv", text.ToString());
    }
}
