namespace SageServe.Routing.Tests;

/// <summary>Three regions with a flow each, real relays between them, failures and full replicas: no request is ever where it may not be.</summary>
public sealed class ResidencyPropertyTests
{
    private static readonly RegionId[] Regions = [TestCatalog.Central, TestCatalog.East, TestCatalog.West];

    [Fact]
    public void Residency_is_never_broken_by_any_policy_failure_or_relay()
    {
        var (forwards, relays, retries) = (0, 0, 0);
        Seeds.Check(60, (_, random) =>
        {
            var run = new RelayWorld(random, Options(random));
            for (var step = 0; step < 400; step++)
            {
                run.Step();
            }

            forwards += run.Forwards;
            relays += run.Relays;
            retries += run.Retries;
        });
        Assert.True(forwards > 1_500 && relays > 1_500 && retries > 1_000, $"{forwards} {relays} {retries}");
    }

    private static ModelFlowOptions Options(RandomStream random) => new()
    {
        RegionPolicy = new[] { "home-first", "least-utilized", "nearest", "cheapest", "predicted-ttft" }[random.NextInt(5)],
        InstancePolicy = random.NextInt(2) == 0 ? "prefix-affinity" : "least-outstanding-work",
        ReplicaBoundSeconds = 1 + random.NextInt(6),
        HomeThreshold = random.NextDouble(),
        RetryFloor = 1000,
    };

    private sealed class RelayWorld
    {
        private readonly RandomStream _random;
        private readonly Dictionary<RegionId, ModelFlow> _flows;
        private readonly HashSet<(RegionId Region, RequestId Id)> _open = [];
        private readonly HashSet<(RegionId Region, RequestId Id)> _running = [];
        private readonly FlowEffectBuffer _effects = new();
        private Instant _now = Instant.FromUnixSeconds(1_000_000);
        private int _requests;
        private long _told;

        public RelayWorld(RandomStream random, ModelFlowOptions options)
        {
            _random = random;
            _flows = Regions.ToDictionary(r => r, r => new ModelFlow(TestCatalog.Model, r, TestCatalog.Value, options));
        }

        public int Forwards { get; private set; }

        public int Relays { get; private set; }

        public int Retries { get; private set; }

        public void Step()
        {
            _now += TimeSpan.FromMilliseconds(_random.NextInt(300));
            var region = Regions[_random.NextInt(3)];
            switch (_random.NextInt(10))
            {
                case < 5:
                    Arrive(region, Request(region));
                    break;
                case < 8:
                    EndOne();
                    break;
                default:
                    Tell(region, Input(FlowInputKind.FleetChanged) with { Fleet = Fleet(region) });
                    break;
            }
        }

        private InferenceRequest Request(RegionId origin) => new InferenceRequest
        {
            Id = new RequestId($"r{++_requests}"),
            Model = TestCatalog.Model,
            Tier = (ServiceTier)_random.NextInt(2),
            Tenant = new TenantId("t"),
            Origin = origin,
            PromptTokens = 1,
            ExpectedOutputTokens = _random.NextInt(500),
            Arrived = _now,
            Deadline = _now + TimeSpan.FromSeconds(_random.NextInt(5)),
            AllowedRegions = [.. Regions.Where(_ => _random.NextInt(2) == 0)],
        }.Turn($"c{_random.NextInt(6)}", 1 + _random.NextInt(20));

        private void Arrive(RegionId region, InferenceRequest request)
        {
            _open.Add((region, request.Id));
            Tell(region, Input(FlowInputKind.Arrived) with { Request = request });
        }

        /// <summary>An attempt ends somehow: with the peer it ends there as well.</summary>
        private void EndOne()
        {
            var running = _running.OrderBy(r => r.Id).ThenBy(r => r.Region).Skip(_random.NextInt(6)).FirstOrDefault();
            if (_running.Remove(running))
            {
                var outcome = new[] { AttemptOutcome.Succeeded, AttemptOutcome.ConnectFailed, AttemptOutcome.UpstreamRefused, AttemptOutcome.BrokenBeforeFirstByte }[_random.NextInt(4)];
                Tell(running.Region, Input(FlowInputKind.AttemptEnded) with { RequestId = running.Id, Outcome = outcome });
            }
        }

        private void Tell(RegionId region, FlowInput input)
        {
            _effects.Clear();
            _flows[region].Apply(input, _effects);
            foreach (var effect in Enumerable.Range(0, _effects.Count).Select(i => _effects[i]).ToList())
            {
                Carry(region, effect);
            }
        }

        private void Carry(RegionId region, FlowEffect effect)
        {
            if (effect.Kind is FlowEffectKind.Reject or FlowEffectKind.Finish or FlowEffectKind.Evict)
            {
                _open.Remove((region, effect.Request!.Id));
            }
            else if (effect.Kind is FlowEffectKind.Forward or FlowEffectKind.Relay)
            {
                var request = effect.Request!;
                var target = effect.Kind == FlowEffectKind.Forward ? region : effect.Region;
                Assert.True(request.MayUse(target), $"{request.Id} may use {string.Join(',', request.AllowedRegions)} and is at {target}");
                Retries += effect.Attempt > 1 ? 1 : 0;
                _running.Add((region, request.Id));
                Forwards += effect.Kind == FlowEffectKind.Forward ? 1 : 0;
                if (effect.Kind == FlowEffectKind.Relay)
                {
                    Relays++;
                    if (!_open.Contains((effect.Region, request.Id)))
                    {
                        Arrive(effect.Region, request with { Relayed = true });
                    }
                }
            }
        }

        private FlowInput Input(FlowInputKind kind) => new() { Kind = kind, Now = _now, Sequence = ++_told, Draw = _random.NextUInt64() };

        private FleetSnapshot Fleet(RegionId home)
        {
            var builder = new FleetSnapshotBuilder(home);
            for (var i = 0; i < 3; i++)
            {
                builder.Add(new InstanceSnapshot
                {
                    Id = new InstanceId($"{home}-{i}"),
                    Pool = new PoolId(new DeploymentId(TestCatalog.Model, home), TestCatalog.Fast),
                    Phase = _random.NextInt(3) > 0 ? InstancePhase.Ready : InstancePhase.Lost,
                    MetricsAt = _now,
                    KvUsage = new Utilization(_random.NextDouble()),
                    KvCapacityTokens = 100_000,
                    MaxSequences = 64,
                });
            }

            foreach (var other in Regions.Where(r => r != home))
            {
                builder.Add(_flows[other].ReadSummary(_now) with { Pressure = new Pressure(_random.NextDouble()), Free = new TokenRate(3000), ReadyReplicas = 1, KvUtilization = new Utilization(_random.NextDouble()) });
            }

            return builder.Build(_now, ++_told);
        }
    }
}
