namespace SageServe.Scaler;

/// <summary>What became of an action.</summary>
/// <param name="Action">As it was asked.</param>
/// <param name="Moved">Replicas that started or began to leave; zero when nothing was touched: refused, failed, or dry run.</param>
/// <param name="Text">What was done or why not, with the replicas' ids.</param>
/// <param name="IsAdvice">True in a dry run.</param>
internal sealed record ActionReceipt(ScaleAction Action, int Moved, string Text, bool IsAdvice = false)
{
    public bool Applied => Moved > 0;

    /// <summary>As the ledger of moves is told.</summary>
    public MoveOutcome Outcome => new(Action.Pool, Action.Kind, Applied ? Moved : Action.Count, Applied ? MoveFate.CarriedOut : IsAdvice ? MoveFate.Advised : MoveFate.Failed) { From = Action.From };
}
