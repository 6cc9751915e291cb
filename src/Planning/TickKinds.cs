using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>What a tick decides. A plan tick is also a pace tick.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<TickKinds>))]
public enum TickKinds
{
    None = 0,

    /// <summary>Act on the last plan and local facts; every few seconds to a minute.</summary>
    Pace = 1,

    /// <summary>Forecast and solve; minutes to an hour.</summary>
    Plan = 2,
}
