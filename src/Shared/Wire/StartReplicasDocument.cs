namespace SageServe.Shared;

/// <summary>Body of <c>POST /control/replicas</c>: start this many replicas of a pool.</summary>
/// <param name="Pool">The pool; its region must be the host's.</param>
/// <param name="Count">At least one.</param>
/// <param name="ColdStartSeconds">Envelope seconds until Ready; null takes the profile's, 0 is ready at once.</param>
public sealed record StartReplicasDocument(PoolId Pool, int Count, double? ColdStartSeconds = null)
{
    /// <summary>Loopback address on which the one replica listens, for example <c>127.0.7.1</c>; null: 127.0.0.1.</summary>
    public string? Host { get; init; }

    /// <summary>Its port; null: any that is free.</summary>
    public int? Port { get; init; }
}
