using System.Collections.Frozen;

namespace SageServe.Shared;

/// <summary>What each <see cref="ReasonCode"/> means, for people.</summary>
public static class ReasonSentences
{
    private static readonly FrozenDictionary<ReasonCode, string> Sentences = new Dictionary<ReasonCode, string>
    {
        [ReasonCode.HomeBelowThreshold] = "the home region's KV utilisation is below the threshold, so it serves its own requests",
        [ReasonCode.LeastUtilizedRegion] = "the region with the lowest KV utilisation of those that have room",
        [ReasonCode.PlanWeight] = "the scaler's plan sends this share of the requests there",
        [ReasonCode.NearestRegion] = "the region with the shortest round trip of those that have room",
        [ReasonCode.ResidencyConstraint] = "the key may not use the home region",
        [ReasonCode.OnlyRegion] = "no other region may take it and has room",
        [ReasonCode.LeastOutstandingWork] = "the replica that would have the least to do with it",
        [ReasonCode.PowerOfTwoChoices] = "the one with less to do of two replicas drawn at random",
        [ReasonCode.RoundRobin] = "this replica's turn",
        [ReasonCode.RetryAfterFailure] = "another try after a failed attempt",
        [ReasonCode.ReleasedFromHold] = "room came free while it waited at the gateway",
        [ReasonCode.ReleasedFromQueue] = "it was released from the queue of patient work",
        [ReasonCode.DeadlinePromotion] = "its deadline is near, so it went ahead",
        [ReasonCode.ReplicaBoundReached] = "every replica that may take it has as much outstanding work as it may have",
        [ReasonCode.NoReadyReplica] = "no replica of the model is ready",
        [ReasonCode.CapacityWarming] = "a replica is starting",
        [ReasonCode.HoldLimitReached] = "it waited as long as its tier may",
        [ReasonCode.QueueFull] = "as many requests as may wait for the model were waiting",
        [ReasonCode.ContextTooLong] = "the prompt is longer than the model's context or any replica's KV cache",
        [ReasonCode.AttemptsExhausted] = "it had as many attempts as are allowed",
        [ReasonCode.RetryBudgetSpent] = "too many of the last minute's attempts were retries already",
        [ReasonCode.ClientLeft] = "the client closed its connection",
        [ReasonCode.FirstByteSent] = "a part of the answer had reached the client, so nothing could be tried again",
        [ReasonCode.StaleMetrics] = "the replica's metrics are old",
        [ReasonCode.RelayedOnce] = "it came from another region and may not be sent on",
        [ReasonCode.PeerRefused] = "the other region had no room after all",
        [ReasonCode.EvictedForInteractive] = "it gave way to interactive work",
        [ReasonCode.ShuttingDown] = "the gateway was shutting down",
        [ReasonCode.Completed] = "the whole answer was passed on",
        [ReasonCode.UpstreamRefusal] = "the engine refused it",
        [ReasonCode.UnknownModel] = "the model is not served",
        [ReasonCode.PrefixAffinity] = "the replica has much of the prompt in its cache",
        [ReasonCode.SessionAffinity] = "the replica of its session",
        [ReasonCode.NoRoom] = "there was no room for patient work",
        [ReasonCode.UtilizationBelowLow] = "KV utilisation is so low that patient work goes two at a time",
        [ReasonCode.UtilizationBelowHigh] = "KV utilisation lets patient work go one at a time",
        [ReasonCode.UtilizationAboveHigh] = "KV utilisation is too high for patient work",
        [ReasonCode.CheapestRegion] = "the cheapest region of those that have room",
        [ReasonCode.LeastExpectedTtft] = "the region where the first token is expected soonest",
        [ReasonCode.AdapterResident] = "the replica has the adapter loaded",
        [ReasonCode.AdapterLoad] = "the replica has to load the adapter first",
        [ReasonCode.LoadGuard] = "the replica that suits it best had too much to do compared with the others",
        [ReasonCode.CircuitOpen] = "a circuit is open after failures: that replica or region is left out",
        [ReasonCode.CircuitProbe] = "it probes whether a replica or region works again",
        [ReasonCode.OutlierEjected] = "a replica is left out because it is much slower or fails much more than the others",
        [ReasonCode.SlowStart] = "the replica is fresh and gets only a part of its share yet",
        [ReasonCode.FailedOpen] = "no replica is known to be sound, so one is tried on a guess",
        [ReasonCode.TierQueueFull] = "as many requests as may wait in the tier were waiting",
        [ReasonCode.TierTokensFull] = "as many prompt tokens as may wait in the tier were waiting",
        [ReasonCode.TenantShareFull] = "the tenant had as many requests waiting as one may have",
        [ReasonCode.WarmsTooLate] = "the replica that is starting will be ready only after its tier's longest wait",
        [ReasonCode.ConnectTimeout] = "no connection within the time for one",
        [ReasonCode.FirstTokenTimeout] = "no byte of the answer within the tier's time for the first one",
        [ReasonCode.GapTimeout] = "the answer fell silent for longer than the tier allows",
        [ReasonCode.TotalTimeout] = "the tier's time for the whole answer was over",
        [ReasonCode.StoredResponse] = "the replica that keeps the response it refers to",
        [ReasonCode.UpstreamResting] = "the replicas asked to be left alone for a while",
        [ReasonCode.ReplicaHung] = "the replica takes connections and produces nothing",
    }.ToFrozenDictionary();

    /// <summary>A clause without a full stop.</summary>
    public static string Sentence(this ReasonCode code) => Sentences[code];
}
