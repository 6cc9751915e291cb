namespace SageServe.Scaler;

/// <summary>What became of an action.</summary>
/// <param name="Action">As it was asked.</param>
/// <param name="Moved">Replicas that started or began to leave; zero when nothing was touched: refused, failed, or dry run.</param>
/// <param name="Text">What was done or why not, with the replicas' ids.</param>
internal sealed record ActionReceipt(ScaleAction Action, int Moved, string Text)
{
    public bool Applied => Moved > 0;
}
