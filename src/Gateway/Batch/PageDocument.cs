namespace SageServe.Gateway;

/// <summary>OpenAI's list: one page, and the ids to go on from.</summary>
internal sealed record PageDocument<T>(IReadOnlyList<T> Data, string? FirstId, string? LastId, bool HasMore)
{
    public string Object { get; init; } = "list";
}
