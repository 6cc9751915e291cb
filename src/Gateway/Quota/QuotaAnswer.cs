namespace SageServe.Gateway;

/// <summary>What the shared limits of one key answered.</summary>
/// <param name="Requests">Requests a minute.</param>
/// <param name="Tokens">Tokens a minute.</param>
/// <param name="Money">Millionths of a dollar a day.</param>
/// <param name="OtherSlots">Requests that run at other gateways.</param>
internal sealed record QuotaAnswer(SliceAnswer Requests, SliceAnswer Tokens, SliceAnswer Money, int OtherSlots);
