using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Names of what capacity is planned for.</summary>
internal static class PlanBases
{
    public const string Steps = "steps";
    public const string PeakMinute = "peak-minute";
    public const string Deadline = "deadline";
    public const string Share = "share";

    /// <summary>Of interactive work.</summary>
    public static readonly ImmutableArray<string> Interactive = [Steps, PeakMinute];

    /// <summary>Of patient work.</summary>
    public static readonly ImmutableArray<string> Patient = [Deadline, Share];
}
