namespace SageServe.Shared;

/// <summary>Every label name once. Values that come from outside are capped (Hosting's label cap).</summary>
public static class LabelNames
{
    public const string Model = "model";
    public const string Region = "region";
    public const string OriginRegion = "origin_region";
    public const string Tier = "tier";
    public const string Outcome = "outcome";
    public const string Reason = "reason";
    public const string Replica = "replica";
    public const string Phase = "phase";
    public const string Accelerator = "accelerator";
    public const string CapacityType = "capacity_type";
    public const string Revision = "revision";
    public const string Store = "store";
    public const string Within = "within";
    public const string Action = "action";
    public const string Strategy = "strategy";
    public const string Stage = "stage";
    public const string Decision = "decision";
    public const string Tenant = "tenant";
    public const string Limit = "limit";
    public const string Kind = "kind";
    public const string Code = "code";
    public const string Status = "status";
    public const string State = "state";
    public const string Group = "group";
    public const string Role = "role";
    public const string Verdict = "verdict";
    public const string Fate = "fate";
    public const string Effect = "effect";
    public const string Quantile = "quantile";
    public const string Cause = "cause";
    public const string Image = "image";
    public const string Weights = "weights";
    public const string Service = "service";
    public const string Version = "version";
}
