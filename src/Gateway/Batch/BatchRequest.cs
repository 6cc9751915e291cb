using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>A checked call of <c>POST /v1/batches</c>.</summary>
internal sealed record BatchRequest(
    string InputFileId,
    string Endpoint,
    string CompletionWindow,
    TimeSpan Window,
    ImmutableSortedDictionary<string, string>? Metadata,
    long? OutputSeconds);
