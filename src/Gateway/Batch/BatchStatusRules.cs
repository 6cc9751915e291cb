using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>What a state of a batch means.</summary>
internal static class BatchStatusRules
{
    public static bool IsFinal(this BatchStatus status) =>
        status is BatchStatus.Failed or BatchStatus.Completed or BatchStatus.Expired or BatchStatus.Cancelled;

    /// <summary>As clients see it.</summary>
    public static string WireName(this BatchStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
