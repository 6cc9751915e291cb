namespace SageServe.Planning;

/// <summary>What of a time span is forecast.</summary>
internal enum TargetKind
{
    /// <summary>Its mean: what energy, money and patient work are reckoned from.</summary>
    Mean,

    /// <summary>Its largest bin (a minute, where demand is known by the minute): what has to fit into the replicas.</summary>
    Peak,
}
