namespace SageServe.Planning;

/// <summary>The part of one model in the flows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Origins">Indices of its demands that travel.</param>
/// <param name="Sinks">Indices of its sinks.</param>
internal sealed record FlowModel(ModelId Model, int[] Origins, int[] Sinks);
