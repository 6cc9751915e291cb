namespace SageServe.Routing.Tests;

/// <summary>
/// A random life of a flow: arrivals, fleets, ends, progress, cancels, wakes, offers, shutdown. Watches from outside that no request is lost,
/// ended twice, sent where it may not go, or sent beyond the bound.
/// </summary>
internal sealed class RandomRun
{
    private readonly RandomStream _random;
    private readonly ModelFlowOptions _options;
    private readonly ModelFlow _flow;
    private readonly FlowEffectBuffer _effects = new();
    private readonly Dictionary<RequestId, RunRequest> _open = [];
    private readonly Dictionary<InstanceId, Instant> _restsUntil = [];
    private readonly Action<FlowInput, FlowEffectBuffer> _record;
    private FleetSnapshot _fleet;
    private Instant _now = Instant.FromUnixSeconds(1_000_000);
    private Instant _wakeAt = Instant.Max;
    private long _sequence;
    private int _arrived;
    private int _ended;
    private bool _shutDown;

    public RandomRun(RandomStream random, ModelFlowOptions options, Action<FlowInput, FlowEffectBuffer>? record = null)
    {
        _random = random;
        _options = options;
        _record = record ?? ((_, _) => { });
        _flow = new ModelFlow(TestCatalog.Model, TestCatalog.East, TestCatalog.Value, options);
        _fleet = RandomFleet.Next(_random, _now, 0);
    }

    public int Forwards { get; private set; }

    public int Holds { get; private set; }

    public int Relays { get; private set; }

    public int Evictions { get; private set; }

    public int Retries { get; private set; }

    public void Go(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            _now += TimeSpan.FromMilliseconds(_random.NextInt(400));
            if (_now >= _wakeAt)
            {
                _wakeAt = Instant.Max;
                Tell(new FlowInput { Kind = FlowInputKind.TimeReached, Now = _now, Sequence = 0, Draw = 0 });
            }

            Step();
        }

        Finish();
    }

    private void Step()
    {
        switch (_random.NextInt(20))
        {
            case < 9:
                Arrive();
                break;
            case < 12:
                EndOne();
                break;
            case < 14:
                Progress();
                break;
            case 14:
                Offer();
                break;
            case 15:
                Leave();
                break;
            case 16 when _random.NextInt(150) == 0:
                _shutDown = true;
                Tell(new FlowInput { Kind = FlowInputKind.ShutdownBegan, Now = _now, Sequence = 0, Draw = 0 });
                break;
            case 17 when _random.NextInt(4) == 0:
                ChangeOptions();
                break;
            default:
                _fleet = RandomFleet.Next(_random, _now, _fleet.Version);
                // A replica that was away comes back as a new one.
                foreach (var gone in _restsUntil.Keys.Where(id => _fleet.Find(TestCatalog.Model)?.Instances.Any(i => i.Id == id) != true).ToList())
                {
                    _restsUntil.Remove(gone);
                }

                Tell(new FlowInput { Kind = FlowInputKind.FleetChanged, Now = _now, Sequence = 0, Draw = 0, Fleet = _fleet });
                break;
        }
    }

    // What the checks below go by stays; all else may change under requests that are held and in flight.
    private void ChangeOptions()
    {
        string Any(params string[] names) => names[_random.NextInt(names.Length)];
        var changed = _options with
        {
            HoldOrder = Any("fcfs", "edf", "pf", "dpa", "on-time"),
            Fairness = Any("vtc", "none"),
            InstancePolicy = Any("least-outstanding-work", "power-of-two", "round-robin", "prefix-affinity", "session-affinity"),
            RegionPolicy = Any("home-first", "least-utilized", "nearest", "cheapest", "predicted-ttft"),
            TrickleShare = _random.NextInt(3) / 10.0,
        };
        Tell(new FlowInput { Kind = FlowInputKind.OptionsChanged, Now = _now, Sequence = 0, Draw = 0, Options = changed, Catalog = _random.NextInt(2) == 0 ? TestCatalog.Value : null });
    }

    private void Finish()
    {
        for (var rounds = 0; _open.Count > 0; rounds++)
        {
            Assert.True(rounds < 10_000, $"{_open.Count} requests never end");
            foreach (var id in _open.Values.Where(r => r.Stage == FlowEffectKind.Forward || r.Stage == FlowEffectKind.Relay).Select(r => r.Request.Id).Order().ToList())
            {
                Tell(new FlowInput { Kind = FlowInputKind.AttemptEnded, Now = _now, Sequence = 0, Draw = 0, RequestId = id, Outcome = AttemptOutcome.Succeeded });
            }

            _now += TimeSpan.FromSeconds(10);
            Tell(new FlowInput { Kind = FlowInputKind.TimeReached, Now = _now, Sequence = 0, Draw = 0 });
        }

        Assert.Equal(_arrived, _ended);
        var read = _flow.Read(_now);
        Assert.Equal([0, 0, 0], read.Held);
        Assert.Equal([0, 0, 0], read.InFlight);
        Assert.All(read.Work, w => Assert.Equal((0, 0L, 0.0), (w.Requests, w.PromptTokens, w.Seconds)));
    }

    private InferenceRequest Request(ServiceTier tier, bool relayed)
    {
        var kind = _random.NextInt(20);
        var request = new InferenceRequest
        {
            Id = new RequestId($"r{++_arrived}"),
            Model = TestCatalog.Model,
            Tier = tier,
            Tenant = new TenantId($"t{_arrived % 5}"),
            Origin = TestCatalog.East,
            PromptTokens = kind == 0 ? 9000 : 1 + _random.NextInt(2000),
            ExpectedOutputTokens = _random.NextInt(1000),
            Arrived = _now,
            Deadline = _now + TimeSpan.FromSeconds(_random.NextInt(60)),
            Relayed = relayed,
            Streaming = _random.NextInt(3) > 0,
            AllowedRegions = kind == 1 ? [TestCatalog.West] : kind == 2 ? [TestCatalog.East, TestCatalog.Central] : [],
            Session = _random.NextInt(2) == 0 ? $"s{_random.NextInt(20)}" : null,
            Adapter = _random.NextInt(3) == 0 ? $"adapter-{_random.NextInt(6)}" : null,
        };
        return kind < 10 ? request : request.Turn($"c{_random.NextInt(5)}", 1 + _random.NextInt(30));
    }

    private void Arrive()
    {
        var request = Request((ServiceTier)_random.NextInt(3), _random.NextInt(10) == 0);
        _open.Add(request.Id, new RunRequest(request, false));
        Tell(new FlowInput { Kind = FlowInputKind.Arrived, Now = _now, Sequence = 0, Draw = 0, Request = request });
        Assert.True(!_open.TryGetValue(request.Id, out var run) || run.Stage is not null, "An arrival is answered at once");
    }

    private void Offer()
    {
        var offered = Enumerable.Range(0, _random.NextInt(6)).Select(_ => Request(ServiceTier.NonInteractive, false)).ToList();
        offered.ForEach(r => _open.Add(r.Id, new RunRequest(r, true)));
        Tell(new FlowInput { Kind = FlowInputKind.Offered, Now = _now, Sequence = 0, Draw = 0, Offered = offered });
        Assert.All(offered, r => Assert.True(!_open.TryGetValue(r.Id, out var run) || run.Stage is not null, "Each offered request is answered at once"));
    }

    private RunRequest? AnyRunning() => _open.Values.Where(r => r.Stage is FlowEffectKind.Forward or FlowEffectKind.Relay).OrderBy(r => r.Request.Id).Skip(_random.NextInt(8)).FirstOrDefault();

    private void EndOne()
    {
        if (AnyRunning() is { } run)
        {
            var outcome = (AttemptOutcome)_random.NextInt(Enum.GetValues<AttemptOutcome>().Length);
            run.Committed |= outcome is AttemptOutcome.BrokenAfterFirstByte or AttemptOutcome.GapTimedOut;
            run.Attempts -= outcome == AttemptOutcome.UpstreamRefused && run.Stage == FlowEffectKind.Relay ? 1 : 0;
            var rest = outcome == AttemptOutcome.UpstreamRefused && run.Stage == FlowEffectKind.Forward ? TimeSpan.FromMilliseconds(_random.NextInt(3000)) : TimeSpan.Zero;
            if (rest > TimeSpan.Zero)
            {
                _restsUntil[run.At] = Instant.Later(_restsUntil.GetValueOrDefault(run.At), _now + rest);
            }

            Tell(new FlowInput { Kind = FlowInputKind.AttemptEnded, Now = _now, Sequence = 0, Draw = 0, RequestId = run.Request.Id, Outcome = outcome, RetryAfter = rest });
        }
    }

    private void Progress()
    {
        if (AnyRunning() is { } run)
        {
            run.Tokens += 1 + _random.NextInt(300);
            run.Committed = true;
            Tell(new FlowInput { Kind = FlowInputKind.Progressed, Now = _now, Sequence = 0, Draw = 0, RequestId = run.Request.Id, OutputTokens = run.Tokens });
        }
    }

    private void Leave()
    {
        if (_open.Values.OrderBy(r => r.Request.Id).Skip(_random.NextInt(10)).FirstOrDefault() is { } run)
        {
            run.Left = true;
            Tell(new FlowInput { Kind = FlowInputKind.ClientLeft, Now = _now, Sequence = 0, Draw = 0, RequestId = run.Request.Id });
            Assert.DoesNotContain(run.Request.Id, _open.Keys);
        }
    }

    private void Tell(FlowInput input)
    {
        input = input with { Sequence = ++_sequence, Draw = _random.NextUInt64() };
        _effects.Clear();
        _flow.Apply(input, _effects);
        _record(input, _effects);
        var releases = 0;
        for (var i = 0; i < _effects.Count; i++)
        {
            releases += _effects[i].Reasons.Contains(ReasonCode.ReleasedFromHold) ? 1 : 0;
            Take(_effects[i]);
        }

        Assert.True(releases <= FlowLimits.MaxReleasesPerInput);
        CheckBound();
    }

    private void Take(in FlowEffect effect)
    {
        if (effect.Kind == FlowEffectKind.WakeAt)
        {
            _wakeAt = effect.Until;
            return;
        }

        Assert.True(_open.TryGetValue(effect.Request!.Id, out var run), $"{effect.Kind} for a request that is not open");
        run.Stage = effect.Kind;
        switch (effect.Kind)
        {
            case FlowEffectKind.Forward:
                TakeForward(effect, run);
                break;
            case FlowEffectKind.Relay:
                TakeRelay(effect, run);
                break;
            case FlowEffectKind.Hold:
                Holds++;
                Assert.True(effect.Until >= _now && !run.Deferred && !run.Request.Relayed);
                break;
            default:
                Evictions += effect.Kind == FlowEffectKind.Evict ? 1 : 0;
                _open.Remove(effect.Request.Id);
                _ended++;
                break;
        }
    }

    private void TakeForward(in FlowEffect effect, RunRequest run)
    {
        var id = effect.Instance;
        Forwards++;
        Retries += effect.Attempt > 1 ? 1 : 0;
        Assert.Equal(++run.Attempts, effect.Attempt);
        Assert.False(run.Left || run.Committed, "Nothing is sent after the client left or got a byte");
        Assert.True(run.Request.MayUse(TestCatalog.East));
        Assert.True(_fleet.Find(TestCatalog.Model)!.Instances.Single(i => i.Id == id).Phase == InstancePhase.Ready);
        Assert.True(run.Tried.Add(id), "No replica is tried twice");
        Assert.True(_restsUntil.GetValueOrDefault(id) <= _now, "A replica that asked to be left alone is");
        run.At = id;
        Assert.False(_shutDown && effect.Attempt == 1 && run.TriedRegions.Count == 0, "Nothing new starts after shutdown began");
    }

    private void TakeRelay(in FlowEffect effect, RunRequest run)
    {
        var region = effect.Region;
        Relays++;
        Assert.Equal(++run.Attempts, effect.Attempt);
        Assert.False(run.Request.Relayed, "A relayed request crosses no second border");
        Assert.False(run.Left || run.Committed);
        Assert.True(run.Request.MayUse(region) && region != TestCatalog.East);
        Assert.True(run.TriedRegions.Add(region), "No region is tried twice");
        var summary = _fleet.Others.Single(o => o.Region == region);
        Assert.True(_now - summary.TakenAt <= _options.SummaryFreshFor && summary.ReadyReplicas > 0 && summary.Pressure.Value < 1);
    }

    private void CheckBound()
    {
        // Its own share, and what it may borrow when the other gateways have nothing there.
        var share = (1 + _options.BorrowShare * (1 - 1.0 / _options.Gateways)) / _options.Gateways;
        foreach (var work in _flow.Read(_now).Work)
        {
            Assert.True(work.Requests <= 1 || work.Seconds <= _options.ReplicaBoundSeconds * share + 1e-6, $"{work.Instance} has {work.Seconds} s of {work.Requests} requests");
        }
    }
}
