using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Answer of <c>GET /admin/usage</c>.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Rows">By day, tenant, key, model, tier.</param>
public sealed record UsageDocument(string From, string To, ImmutableArray<UsageRow> Rows);
