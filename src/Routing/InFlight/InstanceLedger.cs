namespace SageServe.Routing;

/// <summary>
/// What this gateway has sent to one replica and not got back, in integer ticks of replica time so that it returns to exactly zero,
/// and what the replica's last metrics show beyond it.
/// </summary>
internal sealed class InstanceLedger(InstanceId id, ModelFlowOptions options)
{
    private const int Remembered = 64;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);
    private readonly RingBuffer<(Instant At, int Requests)> _history = new(Remembered);
    private int _waiting;
    private Instant _readAt = Instant.Min;

    public InstanceId Id { get; } = id;

    public int Requests { get; private set; }

    public long WorkTicks { get; private set; }

    public long PrefillTicks { get; private set; }

    /// <summary>Prompt tokens sent and not prefilled.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>Prompt and output tokens of our requests: what they hold of the KV cache once prefilled.</summary>
    public long KvTokens { get; private set; }

    /// <summary>What our requests will hold of the KV cache at their end, as far as expected.</summary>
    public long ReservedKvTokens { get; private set; }

    /// <summary>Our requests there that somebody waits for.</summary>
    public int InteractiveRequests { get; private set; }

    /// <summary>Our patient requests there.</summary>
    public PatientWork Patient { get; private set; }

    /// <summary>Requests on the replica that are not ours, by its last metrics.</summary>
    public int ForeignRequests { get; private set; }

    /// <summary>Prompt tokens that the region's other gateways have there before their first token; null while they don't say.</summary>
    public long? SiblingPromptTokens { get; set; }

    /// <summary>When they said so.</summary>
    public Instant SiblingsToldAt { get; set; }

    /// <summary>Attempts sent there so far, ended ones too.</summary>
    public long Sends { get; private set; }

    /// <summary>When it was first seen on its way; null unless it is.</summary>
    public Instant? StartingSince { get; set; }

    /// <summary>The replica asked to be left alone until then; never for longer than <see cref="LongestRest"/> at a time.</summary>
    public Instant RestsUntil { get; private set; } = Instant.Min;

    /// <summary>Work sent lately, done or not, in ticks.</summary>
    public WindowSum Sent { get; } = new(options.Affinity.LoadWindow);

    /// <summary>How it has served.</summary>
    public ReplicaRecord Record { get; } = new(options);

    /// <summary>What is likely in its prefix cache.</summary>
    public PrefixCache Prefixes { get; } = new();

    /// <summary>What is likely loaded there.</summary>
    public AdapterSet Adapters { get; } = new();

    /// <param name="entry">What is sent there.</param>
    /// <param name="rate">Of the replica's pool.</param>
    /// <param name="cachedTokens">Prompt tokens that need no prefill.</param>
    /// <param name="now">Request time.</param>
    public void Reserve(FlowEntry entry, in WorkRate rate, int cachedTokens, Instant now)
    {
        entry.Ledger = this;
        entry.PrefillTicks = rate.PrefillTicks(entry.Request.PromptTokens - cachedTokens);
        entry.TicksPerOutputToken = rate.TicksPerOutputToken;
        entry.WorkTicks = rate.WorkTicks(entry.Request, cachedTokens);
        Sent.Add(now, entry.WorkTicks);
        Record.Sent(entry, now);
        entry.TicksPerStep = rate.TicksPerStep;
        entry.OutputTokens = 0;
        entry.DoneTokens = 0;
        entry.SendNumber = ++Sends;
        Requests++;
        WorkTicks += entry.WorkTicks;
        PrefillTicks += entry.PrefillTicks;
        PromptTokens += entry.Request.PromptTokens;
        KvTokens += entry.Request.PromptTokens;
        ReservedKvTokens += entry.Request.PromptTokens + entry.Request.ExpectedOutputTokens;
        CountTier(entry, 1);
        entry.ExpectedFirstToken = PrefillTicks;
        _history.Add((now, Requests));
    }

    /// <summary>Takes off what has been worked off; at least one output token stays until the end is told.</summary>
    public void Progress(FlowEntry entry, int outputTokens, Instant now)
    {
        if (outputTokens <= entry.OutputTokens)
        {
            return;
        }

        if (entry.OutputTokens == 0)
        {
            Record.FirstToken(entry, entry.ExpectedFirstToken, now);
        }

        entry.OutputTokens = outputTokens;
        Guess(entry, outputTokens);
    }

    /// <summary>The same for what is only guessed: the replica is not judged by it.</summary>
    public void Guess(FlowEntry entry, int outputTokens)
    {
        if (outputTokens <= entry.DoneTokens)
        {
            return;
        }

        if (entry.DoneTokens == 0)
        {
            PrefillTicks -= entry.PrefillTicks;
            PromptTokens -= entry.Request.PromptTokens;
            entry.PrefillTicks = 0;
        }

        CountTier(entry, -1);
        KvTokens += outputTokens - entry.DoneTokens;
        entry.DoneTokens = outputTokens;
        CountTier(entry, 1);
        var left = Math.Max(1, entry.Request.ExpectedOutputTokens - outputTokens);
        var ticks = Math.Min(entry.WorkTicks, (long)(left * entry.TicksPerOutputToken));
        WorkTicks += ticks - entry.WorkTicks;
        entry.WorkTicks = ticks;
    }

    public void Release(FlowEntry entry, Instant now)
    {
        CountTier(entry, -1);
        Requests--;
        WorkTicks -= entry.WorkTicks;
        PrefillTicks -= entry.PrefillTicks;
        KvTokens -= entry.Request.PromptTokens + entry.DoneTokens;
        ReservedKvTokens -= entry.Request.PromptTokens + entry.Request.ExpectedOutputTokens;
        PromptTokens -= entry.DoneTokens == 0 ? entry.Request.PromptTokens : 0;
        entry.Ledger = null;
        _history.Add((now, Requests));
        Invariant.Holds(Requests >= 0 && WorkTicks >= 0 && PrefillTicks >= 0 && KvTokens >= 0, "A ledger never goes below zero");
        Invariant.Holds(Requests > 0 || WorkTicks == 0 && PrefillTicks == 0 && KvTokens == 0 && ReservedKvTokens == 0 && PromptTokens == 0 && InteractiveRequests == 0 && Patient == default, "An empty ledger holds no work");
    }

    /// <summary>Compares metrics with what we had sent when they were read: the rest is other gateways' work.</summary>
    public void Observe(InstanceSnapshot snapshot)
    {
        _waiting = snapshot.Waiting;
        _readAt = snapshot.MetricsAt;
        ForeignRequests = snapshot.MetricsAt == Instant.Min ? 0 : Math.Max(0, snapshot.Running + snapshot.Waiting - RequestsAt(snapshot.MetricsAt));
    }

    /// <summary>
    /// The engine had not begun with it when it was last read: it begins in the order of arrival, and more wait there than were sent after it.
    /// </summary>
    public bool IsKnownToWait(FlowEntry entry) => _readAt > entry.SentAt && _waiting > Sends - entry.SendNumber;

    /// <summary>It refused and said for how long (Retry-After); zero says nothing.</summary>
    public void Rest(TimeSpan asked, Instant now)
    {
        if (asked > TimeSpan.Zero)
        {
            RestsUntil = Instant.Later(RestsUntil, now + (asked < LongestRest ? asked : LongestRest));
        }
    }

    /// <summary>It is away, or about to go: what it had cached and loaded is lost.</summary>
    public void ForgetWarmth()
    {
        Prefixes.Clear();
        Adapters.Clear();
    }

    /// <summary>Puts a request in as it stands now, or takes it out.</summary>
    private void CountTier(FlowEntry entry, int sign)
    {
        if (entry.Request.Tier.IsInteractive())
        {
            InteractiveRequests += sign;
        }
        else
        {
            Patient = Patient.With(entry.Request, entry.DoneTokens, sign);
        }
    }

    private int RequestsAt(Instant time)
    {
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            if (_history[i].At <= time)
            {
                return _history[i].Requests;
            }
        }

        return _history.Count == Remembered ? _history[0].Requests : 0;
    }
}
