namespace SageServe.Gateway;

/// <summary>
/// What is remembered of single requests. Interactive and patient ones apart, so that a batch of thousands of lines leaves room for the others.
/// What fails at the door (no key, no such model) is not remembered: a stranger could push everything else out.
/// </summary>
internal sealed class Stories(GatewayOptions options)
{
    /// <summary>Of one id; a client may give the same one many times.</summary>
    private const int MostOfOneId = 20;

    private readonly RegionId _home = new(options.Region);
    private readonly StoryRing _interactive = new(options.Explain.Requests);
    private readonly StoryRing _patient = new(options.Explain.PatientRequests);

    public int Remembered => _interactive.Count + _patient.Count;

    /// <summary>Arrival of the oldest interactive one.</summary>
    public Instant? Since => _interactive.Oldest(_home)?.Arrived;

    public Story Begin(Exchange exchange) => (exchange.Request.Tier.IsInteractive() ? _interactive : _patient).Begin(exchange);

    /// <summary>By our id or its client's, newest first.</summary>
    public IEnumerable<RequestStory> Find(string id) => _interactive.Find(id, _home).Concat(_patient.Find(id, _home)).Take(MostOfOneId);

    /// <summary>Newest first.</summary>
    public IEnumerable<RequestStory> Read() => _interactive.Read(_home).Concat(_patient.Read(_home)).OrderByDescending(s => s.Arrived);
}
