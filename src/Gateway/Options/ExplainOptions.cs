using System.ComponentModel.DataAnnotations;

namespace SageServe.Gateway;

/// <summary>
/// What is remembered of single requests for <c>sageserve explain</c> (section <c>Gateway:Explain</c>). At the limit the one that arrived first
/// is forgotten, even while it runs. About a kilobyte each, taken at start.
/// </summary>
internal sealed record ExplainOptions
{
    /// <summary>Interactive requests; 0 remembers none.</summary>
    [Range(0, 1_000_000)]
    public int Requests { get; init; } = 4096;

    /// <summary>Patient ones (flex and batch lines), which come in thousands and must not push the others out; 0 remembers none.</summary>
    [Range(0, 1_000_000)]
    public int PatientRequests { get; init; } = 1024;
}
