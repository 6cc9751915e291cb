using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Reads how a line ended, and knows how it may have.</summary>
internal static class ChaosOutcomes
{
    /// <param name="result">The line.</param>
    /// <param name="isOutput">From the output file.</param>
    public static ChaosOutcome Of(JsonElement result, bool isOutput)
    {
        var status = result.GetProperty("response") is { ValueKind: JsonValueKind.Object } response ? response.GetProperty("status_code").GetInt32() : 0;
        var code = result.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null;
        return (isOutput, status, code) switch
        {
            (true, 200, null) => ChaosOutcome.Answered,
            (false, 400, null) => ChaosOutcome.Refused,
            (false, >= 500, null) or (false, 0, "upstream_failed" or "request_timeout") => ChaosOutcome.Exhausted,
            (false, 0, "batch_expired") => ChaosOutcome.Expired,
            (false, 0, "batch_cancelled") => ChaosOutcome.Cancelled,
            _ => ChaosOutcome.Odd,
        };
    }

    /// <summary>Chance may exhaust any line's attempts; a batch that was ended may have ended any line.</summary>
    public static bool MayBe(ChaosOutcome outcome, ChaosLineKind kind, ChaosFate fate) => outcome switch
    {
        ChaosOutcome.Answered => kind is ChaosLineKind.Ordinary or ChaosLineKind.Endless,
        ChaosOutcome.Refused => kind == ChaosLineKind.Refused,
        ChaosOutcome.Exhausted => true,
        ChaosOutcome.Expired => fate == ChaosFate.Expired,
        ChaosOutcome.Cancelled => fate == ChaosFate.Cancelled,
        _ => false,
    };
}
