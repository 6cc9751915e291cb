namespace SageServe.Gateway;

/// <summary>One attempt at a replica that may turn out to hang.</summary>
internal sealed class HangCheck(HangJudge judge, Exchange exchange, InstanceId instance, ModelDispatcher dispatcher, TimeoutOptions limits, ReplicaPulse pulse)
{
    public Exchange Exchange => exchange;

    public InstanceId Instance => instance;

    public ModelDispatcher Dispatcher => dispatcher;

    public TimeoutOptions Limits => limits;

    public ReplicaPulse Pulse => pulse;

    /// <summary>The replica works: no other request there is to be taken back.</summary>
    public void SawByte() => pulse.Beat();

    /// <param name="waited">Since the attempt began; no byte has come.</param>
    /// <returns>When to look again; null: the replica hangs.</returns>
    public TimeSpan? LookAgainIn(TimeSpan waited) => judge.LookAgainIn(this, waited);
}
