namespace SageServe.Gateway;

/// <summary>Our tiers in the words of OpenAI's <c>service_tier</c>.</summary>
internal static class ServiceTierNames
{
    public const string Default = "default";
    public const string Flex = "flex";
    public const string Priority = "priority";

    /// <summary>What an answer says of the tier that was used.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="asPriority">It was asked for and granted as priority; a stream that is fast by default is not.</param>
    public static string Used(ServiceTier tier, bool asPriority) => tier switch
    {
        ServiceTier.NonInteractive => Flex,
        ServiceTier.InteractiveFast when asPriority => Priority,
        _ => Default,
    };
}
