using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How usage is kept (section <c>Gateway:Usage</c>).</summary>
internal sealed record UsageOptions : ICheckedOptions
{
    /// <summary>Days that usage is kept.</summary>
    [Range(1, 3650)]
    public int DaysKept { get; init; } = 400;

    /// <summary>Pause between two writes; a crash loses no more than this.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Rows (key, model, tier) of one day; beyond it a day's new ones are counted as tenant <c>other</c>.</summary>
    [Range(10, 10_000_000)]
    public int MaxRowsPerDay { get; init; } = 50_000;

    public IEnumerable<string> Problems()
    {
        if (FlushInterval <= TimeSpan.Zero)
        {
            yield return "FlushInterval must be positive.";
        }
    }
}
