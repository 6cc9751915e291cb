namespace SageServe.Gateway;

/// <summary>Which limit of a key.</summary>
internal enum QuotaKind
{
    None,
    Requests,
    Tokens,
    Money,
    Concurrent,
}
