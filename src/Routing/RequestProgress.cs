namespace SageServe.Routing;

/// <summary>How far one request is.</summary>
/// <param name="RequestId">Which.</param>
/// <param name="OutputTokens">Output tokens of the attempt in progress so far.</param>
public readonly record struct RequestProgress(RequestId RequestId, int OutputTokens);
