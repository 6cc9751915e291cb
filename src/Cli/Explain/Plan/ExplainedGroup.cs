namespace SageServe.Cli;

/// <summary>Units of a co-resident group against their target. Who is awake on them stands with its pools.</summary>
/// <param name="Group">Its name.</param>
/// <param name="AtPlan">Units that stood when the plan was made.</param>
/// <param name="Target">Units that the plan wants.</param>
/// <param name="Members">Pools that share them.</param>
internal sealed record ExplainedGroup(string Group, int AtPlan, int Target, IReadOnlyList<string> Members)
{
    public static ExplainedGroup Of(UnitTarget told) => new(told.Group, told.Current, told.Target, [.. told.Members.Select(m => m.ToString())]);
}
