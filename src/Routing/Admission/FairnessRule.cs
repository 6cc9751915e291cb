namespace SageServe.Routing;

/// <summary>Who is next among the tenants of one tier and class; the order is that of the names in <see cref="NamedRules"/>.</summary>
internal enum FairnessRule
{
    /// <summary>Virtual token counters: the tenant that was served least.</summary>
    Vtc,

    /// <summary>Tenants are not looked at.</summary>
    None,
}
