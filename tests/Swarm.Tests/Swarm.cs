using System.Globalization;

namespace SageServe.Swarm.Tests;

/// <summary>Runs seeds and gathers what fails, so that one bad world does not hide another.</summary>
internal static class Swarm
{
    private const int ShownFailures = 5;

    public static void Each(int count, Action<ulong> property)
    {
        var from = Setting("SAGESERVE_SWARM_FROM", 1);
        var failures = new List<string>();
        for (var seed = from; seed < from + Setting("SAGESERVE_SWARM_SEEDS", (ulong)count) && failures.Count < ShownFailures; seed++)
        {
            try
            {
                property(seed);
            }
            catch (Exception e)
            {
                failures.Add($"seed {seed}: {e}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static ulong Setting(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
