using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace SageServe.Feed.Tests;

/// <summary>Keeps what it is given.</summary>
internal sealed class ListExporter : BaseExporter<Activity>
{
    public List<Activity> Spans { get; } = [];

    public Resource? Resource { get; private set; }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        Resource = ParentProvider.GetResource();
        foreach (var span in batch)
        {
            Spans.Add(span);
        }

        return ExportResult.Success;
    }
}
