using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>profile</c>: throughput profiles from benchmarks.</summary>
internal static class ProfileCommand
{
    public static Command Create() => new("profile", "Makes throughput profiles from benchmarks, and checks them against measured runs.")
    {
        ProfileFitCommand.Create(),
        ProfileCheckCommand.Create(),
    };
}
