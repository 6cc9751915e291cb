namespace SageServe.Routing;

/// <summary>Which replica serves a request; the order is that of the names in <see cref="NamedRules"/>.</summary>
internal enum InstanceRule
{
    LeastOutstandingWork,
    PowerOfTwo,
    RoundRobin,
    PrefixAffinity,
    SessionAffinity,
}
