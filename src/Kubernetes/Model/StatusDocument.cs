namespace SageServe.Kubernetes;

/// <summary>How the API server tells of an error.</summary>
public sealed record StatusDocument(int? Code = null, string? Reason = null, string? Message = null);
