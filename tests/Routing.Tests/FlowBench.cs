namespace SageServe.Routing.Tests;

/// <summary>A flow in region east with a clock, a fleet that can be changed, and the effects of the last input.</summary>
internal sealed class FlowBench
{
    private readonly FlowEffectBuffer _effects = new();
    private readonly RandomStream _random = new(7);
    private readonly List<InstanceSnapshot> _replicas = [];
    private readonly List<RegionSummary> _others = [];
    private PlanAdvice? _advice;
    private long _sequence;
    private long _version;
    private int _requests;

    /// <summary>Only the bound on all work: most tests fill replicas, and eight seconds make round numbers.</summary>
    public static readonly ModelFlowOptions WorkBound = new() { ReplicaBoundSeconds = 8, PrefillBoundSeconds = 1000 };

    public FlowBench(ModelFlowOptions? options = null, ServingCatalog? catalog = null)
    {
        Flow = new ModelFlow(TestCatalog.Model, TestCatalog.East, catalog ?? TestCatalog.Value, options ?? WorkBound);
    }

    public ModelFlow Flow { get; }

    public GatewayCount? Gateways { get; init; }

    public Instant Now { get; private set; } = Instant.FromUnixSeconds(1_000_000);

    public IReadOnlyList<FlowEffect> Effects => [.. Enumerable.Range(0, _effects.Count).Select(i => _effects[i])];

    public void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public FlowBench Replica(string id, InstancePhase phase = InstancePhase.Ready, double kv = 0.1, int running = 0, int waiting = 0, string accelerator = "fast", double age = 0, string revision = PoolId.DefaultRevision, string[]? adapters = null, int slots = 0, Instant readySince = default)
    {
        _replicas.RemoveAll(r => r.Id.Value == id);
        _replicas.Add(new InstanceSnapshot
        {
            Id = new InstanceId(id),
            Pool = new PoolId(new DeploymentId(TestCatalog.Model, TestCatalog.East), new AcceleratorId(accelerator), Revision: revision),
            Phase = phase,
            MetricsAt = Now - TimeSpan.FromSeconds(age),
            Running = running,
            Waiting = waiting,
            KvUsage = new Utilization(kv),
            KvCapacityTokens = 100_000,
            MaxSequences = 64,
            Adapters = [.. adapters ?? []],
            AdapterSlots = slots,
            ReadySince = readySince,
        });
        return this;
    }

    public FlowBench Without(string id)
    {
        _replicas.RemoveAll(r => r.Id.Value == id);
        return this;
    }

    public FlowBench Other(RegionId region, double kv = 0.1, double pressure = 0.1, double free = 1000, int ready = 2, double age = 0)
    {
        _others.RemoveAll(o => o.Region == region);
        _others.Add(new RegionSummary
        {
            Region = region,
            Model = TestCatalog.Model,
            TakenAt = Now - TimeSpan.FromSeconds(age),
            ReadyReplicas = ready,
            KvUtilization = new Utilization(kv),
            Pressure = new Pressure(pressure),
            Capacity = new TokenRate(2000),
            Free = new TokenRate(free),
            ExpectedWait = TimeSpan.Zero,
        });
        return this;
    }

    public FlowBench Advice(PlanAdvice? advice)
    {
        _advice = advice;
        return this;
    }

    /// <summary>Tells the flow the fleet as it stands now.</summary>
    public IReadOnlyList<FlowEffect> Publish()
    {
        var builder = new FleetSnapshotBuilder(TestCatalog.East).With(_advice).With(Gateways);
        _replicas.ForEach(r => builder.Add(r));
        _others.ForEach(o => builder.Add(o));
        return Tell(new FlowInput { Kind = FlowInputKind.FleetChanged, Now = Now, Sequence = 0, Draw = 0, Fleet = builder.Build(Now, ++_version) });
    }

    public InferenceRequest Request(int prompt = 100, int output = 100, ServiceTier tier = ServiceTier.InteractiveFast, double deadlineIn = 1, bool relayed = false, string tenant = "t", params RegionId[] allowed) => new()
    {
        Id = new RequestId($"r{++_requests}"),
        Model = TestCatalog.Model,
        Tier = tier,
        Tenant = new TenantId(tenant),
        Origin = relayed ? TestCatalog.West : TestCatalog.East,
        PromptTokens = prompt,
        ExpectedOutputTokens = output,
        Arrived = Now,
        Deadline = Now + TimeSpan.FromSeconds(deadlineIn),
        Relayed = relayed,
        Streaming = true,
        AllowedRegions = [.. allowed],
    };

    public IReadOnlyList<FlowEffect> Arrive(InferenceRequest request) =>
        Tell(new FlowInput { Kind = FlowInputKind.Arrived, Now = Now, Sequence = 0, Draw = 0, Request = request });

    public IReadOnlyList<FlowEffect> Offer(params InferenceRequest[] requests) =>
        Tell(new FlowInput { Kind = FlowInputKind.Offered, Now = Now, Sequence = 0, Draw = 0, Offered = requests });

    public IReadOnlyList<FlowEffect> End(InferenceRequest request, AttemptOutcome outcome, int tokens = 0, TimeSpan rest = default) =>
        Tell(new FlowInput { Kind = FlowInputKind.AttemptEnded, Now = Now, Sequence = 0, Draw = 0, RequestId = request.Id, Outcome = outcome, OutputTokens = tokens, RetryAfter = rest });

    public IReadOnlyList<FlowEffect> Progress(InferenceRequest request, int tokens) =>
        Tell(new FlowInput { Kind = FlowInputKind.Progressed, Now = Now, Sequence = 0, Draw = 0, RequestId = request.Id, OutputTokens = tokens });

    public IReadOnlyList<FlowEffect> Leave(InferenceRequest request) =>
        Tell(new FlowInput { Kind = FlowInputKind.ClientLeft, Now = Now, Sequence = 0, Draw = 0, RequestId = request.Id });

    public IReadOnlyList<FlowEffect> Simple(FlowInputKind kind) => Tell(new FlowInput { Kind = kind, Now = Now, Sequence = 0, Draw = 0 });

    /// <summary>Fills every replica to its bound with requests that are returned.</summary>
    public List<InferenceRequest> Fill()
    {
        var filled = new List<InferenceRequest>();
        while (true)
        {
            var request = Request(prompt: 500, output: 500);
            if (!Arrive(request).Any(e => e.Kind == FlowEffectKind.Forward))
            {
                Leave(request);
                return filled;
            }

            filled.Add(request);
        }
    }

    public IReadOnlyList<FlowEffect> Tell(FlowInput input)
    {
        _effects.Clear();
        Flow.Apply(input with { Sequence = ++_sequence, Draw = _random.NextUInt64() }, _effects);
        return Effects;
    }
}
