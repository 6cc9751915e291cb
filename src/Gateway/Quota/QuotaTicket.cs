namespace SageServe.Gateway;

/// <summary>What one request took of its key's and its tenant's limits. Disposing gives back what was not settled.</summary>
internal sealed class QuotaTicket(QuotaDesk desk, QuotaAccounts accounts, QuotaCharge taken, ApiError? refusal) : IDisposable
{
    private bool _ended = refusal is not null;

    /// <summary>Null when it was let in.</summary>
    public ApiError? Refusal => refusal;

    public void Settle(RequestObservation seen, long microUsd)
    {
        if (!_ended)
        {
            _ended = true;
            var used = Used(seen, microUsd);
            desk.Settle(accounts, taken, taken.Requests > 0 ? used : new QuotaCharge(0, 0, used.MicroUsd));
        }
    }

    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            desk.Settle(accounts, taken, default);
        }
    }

    /// <summary>
    /// What failed on our side is given back; what the engine worked on counts by its figures, also when its client left; a request that was
    /// wrong counts as a request and no more.
    /// </summary>
    public static QuotaCharge Used(RequestObservation seen, long microUsd) => seen.Outcome switch
    {
        RequestOutcome.Completed => new QuotaCharge(1, seen.PromptTokens + (long)seen.OutputTokens, microUsd),
        RequestOutcome.Invalid => new QuotaCharge(1, 0, 0),
        RequestOutcome.ClientLeft or RequestOutcome.StreamBroken or RequestOutcome.TimedOut when seen.Attempts > 0 && !IsOurs(seen) =>
            new QuotaCharge(1, seen.PromptTokens + (long)seen.OutputTokens, microUsd),
        RequestOutcome.ClientLeft => new QuotaCharge(1, 0, 0),
        _ => default,
    };

    private static bool IsOurs(RequestObservation seen) => seen.Outcome != RequestOutcome.ClientLeft && seen.OutputTokens == 0;
}
