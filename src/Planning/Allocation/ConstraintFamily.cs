using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>Kinds of constraints of the program: what binds, what a shadow price belongs to, and what gives way where not all can hold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConstraintFamily>))]
public enum ConstraintFamily
{
    /// <summary>Share of its own demand that a region must carry itself.</summary>
    LocalShare,

    /// <summary>Largest share of a model's capacity that may be spot.</summary>
    SpotShare,

    /// <summary>Demand that must be carried.</summary>
    Demand,

    /// <summary>GPUs that may be used in all.</summary>
    GpuBudget,

    /// <summary>USD that may be spent.</summary>
    MoneyBudget,

    /// <summary>GPUs that the cloud grants.</summary>
    Quota,

    /// <summary>Replicas of a kind of hardware that a region holds.</summary>
    Capacity,
}
