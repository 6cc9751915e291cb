namespace SageServe.Routing;

/// <summary>What a replica would have less if some of its requests were gone.</summary>
internal readonly record struct BoundRelief(int Requests, long WorkTicks, long PrefillTicks, long KvTokens)
{
    public BoundRelief Plus(FlowEntry entry) => new(
        Requests + 1,
        WorkTicks + entry.WorkTicks,
        PrefillTicks + entry.PrefillTicks,
        KvTokens + entry.Request.PromptTokens + entry.Request.ExpectedOutputTokens);
}
