namespace SageServe.Gateway;

/// <summary>OpenAI's answer to a deletion.</summary>
internal sealed record DeletedDocument(string Id, string Object, bool Deleted);
