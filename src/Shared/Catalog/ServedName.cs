namespace SageServe.Shared;

/// <summary>A name that clients may use in <c>model</c>, and the model it stands for.</summary>
/// <param name="Name">What clients write.</param>
/// <param name="Model">The model that serves it.</param>
public sealed record ServedName(string Name, ModelId Model)
{
    /// <summary>LoRA adapter of the model that the name asks for, by the name that engines have it under; null: the model itself.</summary>
    public string? Adapter { get; init; }
}
