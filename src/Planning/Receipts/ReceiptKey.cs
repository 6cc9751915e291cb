namespace SageServe.Planning;

/// <summary>What closed receipts are added up by.</summary>
/// <param name="Pool">Where.</param>
/// <param name="Strategy">Whose move.</param>
/// <param name="Reason">Its reason code.</param>
/// <param name="Kind">Start or stop.</param>
/// <param name="Fate">Carried out, advised or failed.</param>
public sealed record ReceiptKey(PoolId Pool, string Strategy, string Reason, ScaleActionKind Kind, MoveFate Fate)
{
    /// <summary>The reason under which new keys are added up once there are too many.</summary>
    public const string Other = "other";

    public static ReceiptKey Of(MoveReceipt receipt) => new(receipt.Pool, receipt.Strategy, receipt.Reason, receipt.Kind, receipt.Fate);
}
