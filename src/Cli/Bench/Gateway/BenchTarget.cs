using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>A case that runs: its process, where it answers, and where it tells what it allocated.</summary>
internal sealed class BenchTarget(BenchCase wanted, Uri url, ChildProcess? process, Uri? allocated) : IAsyncDisposable
{
    private const string Metric = "sageserve_allocated_bytes_total";

    public BenchCase Case => wanted;

    public Uri Url => url;

    public ChildProcess? Process => process;

    /// <summary>User and system time so far; 0 where there is no proxy.</summary>
    public double CpuSeconds() => process is null ? 0 : ProcessFigures.CpuSeconds(process.Id);

    public long PeakBytes() => process is null ? 0 : ProcessFigures.PeakBytes(process.Id);

    /// <summary>Managed bytes allocated since its start; null for what is not .NET.</summary>
    public async Task<double?> AllocatedBytesAsync(HttpClient http, CancellationToken stop)
    {
        if (allocated is null)
        {
            return null;
        }

        var text = await http.GetByteArrayAsync(allocated, stop);
        return wanted.Name == BenchCase.Gateway
            ? PrometheusText.Parse(text).Value(Metric)
            : double.Parse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? default;
}
