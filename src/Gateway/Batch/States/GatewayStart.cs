using System.Globalization;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The name under which this gateway writes journals and marks: another one after each start, sorting by time.</summary>
internal sealed class GatewayStart(SteadyClock clock)
{
    public string Name { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{DeferredItemText.ToMilliseconds(clock.Now):D13}-{Guid.NewGuid().ToString("N")[..12]}");
}
