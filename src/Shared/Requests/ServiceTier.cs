using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>The three tiers of the paper (section 3), most urgent first; the order is the priority.</summary>
[JsonConverter(typeof(ServiceTierJsonConverter))]
public enum ServiceTier
{
    /// <summary>IW-F: a person waits for the first token.</summary>
    InteractiveFast,

    /// <summary>IW-N: interactive, content with a minute.</summary>
    InteractiveNormal,

    /// <summary>NIW: patient work with a deadline.</summary>
    NonInteractive,
}
