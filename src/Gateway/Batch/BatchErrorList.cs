using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>Why a batch failed validation.</summary>
internal sealed record BatchErrorList(ImmutableArray<BatchError> Data)
{
    public string Object { get; init; } = "list";
}
