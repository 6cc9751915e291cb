namespace SageServe.Gateway;

/// <summary>Whether a request fits into its key's limits.</summary>
/// <param name="Refused">The limit that is in the way; None when it fits and has been taken.</param>
/// <param name="Limit">That limit, in its own units (millionths of a dollar for money).</param>
/// <param name="Asked">What the request would take of it.</param>
/// <param name="Wait">Until there is room; null when there never will be.</param>
internal readonly record struct QuotaVerdict(QuotaKind Refused, long Limit, long Asked, TimeSpan? Wait);
