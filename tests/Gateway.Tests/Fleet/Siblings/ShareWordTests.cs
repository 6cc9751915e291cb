namespace SageServe.Gateway.Tests;

/// <summary>Gateways come, go and act in any order on a registry; what they may have out at any moment never adds up to more than the whole.</summary>
public sealed class ShareWordTests
{
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(3);

    [Fact]
    public void Shares_never_overlap_and_everybody_gets_one_in_the_end() => Seeds.Check(60, Live);

    private static void Live(ulong seed, RandomStream random)
    {
        var world = new World();
        for (var step = 0; step < 600; step++)
        {
            world.Now += TimeSpan.FromMilliseconds(20 + random.NextInt(200));
            switch (random.NextInt(30))
            {
                case 0 when world.Gateways.Count < 5:
                    world.Gateways.Add(new Actor(world, step));
                    break;
                case 1 when world.Gateways.Count > 1:
                    world.Gateways.RemoveAt(random.NextInt(world.Gateways.Count));
                    break;
                case 2:
                    world.IsAway = !world.IsAway;
                    break;
                default:
                    foreach (var gateway in world.Gateways)
                    {
                        gateway.Step(random.NextInt(4) > 0);
                    }

                    break;
            }

            Assert.True(world.Gateways.Sum(g => g.Share) <= 1 + 1e-9, $"step {step} of {seed}: {string.Join(' ', world.Gateways.Select(g => g.Share))}");
        }

        world.IsAway = false;
        for (var step = 0; step < 100; step++)
        {
            world.Now += TimeSpan.FromMilliseconds(200);
            world.Gateways.ForEach(g => g.Step(settles: true));
        }

        Assert.All(world.Gateways, g => Assert.Equal(1.0 / world.Gateways.Count, g.Share, 6));
    }

    private sealed class World
    {
        public Instant Now { get; set; } = Instant.Min + TimeSpan.FromDays(1);

        public bool IsAway { get; set; }

        public SortedDictionary<string, SiblingRow> Rows { get; } = new(StringComparer.Ordinal);

        public List<Actor> Gateways { get; } = [];
    }

    /// <summary>One gateway; a round has two halves, and others act in between.</summary>
    private sealed class Actor
    {
        private readonly World _world;
        private readonly string _id;
        private readonly SiblingRoster _roster;
        private readonly ShareWord _share;
        private int _kept;
        private bool _claimed;

        public Actor(World world, int number)
        {
            (_world, _id) = (world, $"g{number}");
            _roster = new SiblingRoster(_id, DeadAfter);
            _share = new ShareWord(() => _kept);
        }

        /// <summary>The part that it may have out: its share, or more while what is out has not shrunk to it.</summary>
        public double Share => _share.By == 0 ? 0 : 1.0 / (_kept == 0 ? _share.By : Math.Min(_kept, _share.By));

        public void Step(bool settles)
        {
            if (Look() is not { } count)
            {
                _share.Withdraw();
                _claimed = false;
                return;
            }

            if (_share.NeedsClaim(count) && !_claimed)
            {
                _share.Claim(count);
                _claimed = true;
                return;
            }

            if (!_share.NeedsClaim(count))
            {
                _share.Told(count);
                _kept = settles || _kept == 0 ? _share.By : Math.Min(_kept, _share.By);
            }

            _share.Withdraw();
            _claimed = false;
        }

        private GatewayCount? Look()
        {
            _roster.BeginRound();
            if (_world.IsAway)
            {
                _roster.Hold(_world.Now);
                return null;
            }

            _world.Rows[_id] = new SiblingRow(_id, _world.Now.Ticks, _share.Word, "http://" + _id);
            foreach (var row in _world.Rows.Values)
            {
                _roster.Listed(row, _world.Now);
            }

            _roster.Expire(_world.Now);
            return _roster.Count();
        }
    }
}
