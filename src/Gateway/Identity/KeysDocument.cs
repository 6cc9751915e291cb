using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>The keys file.</summary>
internal sealed record KeysDocument(ImmutableArray<KeyDocument> Keys);
