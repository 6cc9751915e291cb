namespace SageServe.Routing.Tests;

/// <summary>A lane of patient work, put together for a test.</summary>
internal sealed class Lane
{
    public static readonly Instant Now = Instant.FromUnixSeconds(1_000_000);

    private readonly List<PatientGroup> _groups = [];

    public IReadOnlyList<PatientGroup> Groups => _groups;

    /// <summary>One batch of a minute's age that is due in 23 hours.</summary>
    public static Lane Of(long waiting) => new Lane().Add("b", waiting);

    public Lane Add(
        string id, long waiting, double dueInHours = 23, double ageHours = 1 / 60.0, double workPerItem = 10, string tenant = "t", long leased = 0, bool held = false)
    {
        _groups.Add(new PatientGroup(
            id, new TenantId(tenant), Now + TimeSpan.FromHours(dueInHours), waiting > 0 ? Now - TimeSpan.FromHours(ageHours) : null, waiting, leased, waiting * workPerItem, held));
        _groups.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return this;
    }

    public ReleaseFacts Facts(double kv = 0.1, double pressure = 0, int ready = 3) => new()
    {
        Now = Now,
        Groups = _groups,
        KvUtilization = new Utilization(kv),
        Pressure = new Pressure(pressure),
        ReadyReplicas = ready,
    };
}
