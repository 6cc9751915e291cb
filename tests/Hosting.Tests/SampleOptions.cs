using System.ComponentModel.DataAnnotations;

namespace SageServe.Hosting.Tests;

internal sealed record SampleOptions : ICheckedOptions
{
    public const string Section = "Sample";

    [Required]
    public string Url { get; init; } = "";

    [Range(1, 10)]
    public int Count { get; init; } = 1;

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public RegionId Region { get; init; }

    public Instant? Start { get; init; }

    public IReadOnlyList<SampleNestedOptions> Peers { get; init; } = [];

    public SampleNestedOptions? Main { get; init; }

    public IEnumerable<string> Problems()
    {
        if (Count > 5 && Peers.Count == 0)
        {
            yield return "a Count above 5 needs Peers.";
        }
    }
}
