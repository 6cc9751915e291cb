using System.ComponentModel.DataAnnotations;

namespace SageServe.Hosting;

/// <summary>Section <c>DecisionLog</c>.</summary>
public sealed record DecisionLogOptions
{
    public const string Section = "DecisionLog";

    /// <summary>JSON lines go here; null means no log. A file of an earlier run is kept as <c>FILE.previous</c>.</summary>
    public string? File { get; init; }

    /// <summary>True: nothing is ever dropped, memory is the limit. False: a full channel drops and counts.</summary>
    public bool Lossless { get; init; }

    /// <summary>Records that may wait to be written.</summary>
    [Range(1, 10_000_000)]
    public int Capacity { get; init; } = 65_536;
}
