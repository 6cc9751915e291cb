namespace SageServe.Planning;

/// <summary>A member's figures as those of its group's units, which are told in engines in full use.</summary>
internal static class UnitScale
{
    /// <param name="member">How the member's demand becomes engines.</param>
    /// <param name="wished">Engines that the member wishes for; null where nothing is expected.</param>
    /// <param name="expected">What is expected of the member.</param>
    /// <param name="others">Engines of the other members.</param>
    public static (ReceiptScale Scale, ReceiptForecast? Expected) Of(ReceiptScale member, int? wished, ReceiptForecast? expected, int others)
    {
        var use = member.PerReplica / member.Rate;
        var scale = new ReceiptScale(1, use, 1);
        return expected is null || wished is not { } held
            ? (scale, null)
            : (scale, new ReceiptForecast((others + expected.Replicas) * use, (others + held) * use, (others + held) * use, null, null, null, others + expected.Replicas, others + held));
    }
}
