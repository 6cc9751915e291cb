using System.ComponentModel.DataAnnotations;

namespace SageServe.Hosting.Tests;

internal sealed record SampleNestedOptions
{
    [Required]
    public string Name { get; init; } = "";

    public double Weight { get; init; }
}
