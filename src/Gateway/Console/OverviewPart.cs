namespace SageServe.Gateway;

/// <summary>One piece of the overview.</summary>
/// <param name="Status">ok, unreachable, or absent when nobody is configured to ask.</param>
/// <param name="Json">What was answered, checked to be JSON; null when there is nothing.</param>
internal readonly record struct OverviewPart(string Status, byte[]? Json)
{
    public const string Ok = "ok";

    public static readonly OverviewPart Unreachable = new("unreachable", null);

    public static readonly OverviewPart Absent = new("absent", null);
}
