namespace SageServe.Shared;

/// <summary>A name that clients may use in <c>model</c>, and the model it stands for.</summary>
public sealed record ServedName(string Name, ModelId Model);
