namespace SageServe.Routing.Tests;

public sealed class BoundDivisionTests
{
    /// <summary>
    /// Gateways come, go, learn of it in any order and send as much as they may to one replica; a change begins only when all know the
    /// one before. Together they never have more there than the bound, but for one request of each that has nothing else there.
    /// </summary>
    [Fact]
    public void All_gateways_together_keep_to_the_bound_while_their_number_changes() => Seeds.Check(400, (_, random) =>
    {
        var bound = 1 + random.NextInt(40);
        var gateways = new List<Gateway> { new() { Live = 1 } };
        gateways[0].Division.Update(new GatewayCount(1, 1));
        for (var step = 0; step < 300; step++)
        {
            var all = gateways.All(g => g.Live == gateways.Count);
            switch (random.NextInt(8))
            {
                case 0 when all && gateways.Count < 7:
                    gateways.Add(new Gateway { Live = gateways.Count + 1 });
                    break;
                case 1 when all && gateways.Count > 1:
                    // What it had out ends with it.
                    gateways.RemoveAt(random.NextInt(gateways.Count));
                    break;
                case 2 or 3:
                    Learn(gateways, random.NextInt(gateways.Count));
                    break;
                case 4:
                    gateways[random.NextInt(gateways.Count)].Division.Update(null);
                    break;
                case 5 when gateways[random.NextInt(gateways.Count)] is { Out: > 0 } done:
                    done.Out--;
                    break;
                default:
                    gateways[random.NextInt(gateways.Count)].SendAll(bound, random.NextInt(5));
                    break;
            }

            gateways.ForEach(g => g.Division.Settle(g.Out <= Math.Max(1, g.Division.ShareOf(bound))));
            var shared = gateways.Where(g => g.Out > 1).Sum(g => g.Out);
            Assert.True(shared <= bound, $"{shared} out of {bound}: {string.Join(" ", gateways.Select(g => $"{g.Out}/{g.Division.By}"))}");
        }
    });

    [Fact]
    public void A_new_gateway_waits_until_the_others_made_room_and_a_lost_one_is_missed_only_when_known()
    {
        var (old, young) = (new BoundDivision(1), new BoundDivision(1));
        old.Update(new GatewayCount(1, 1));
        old.Settle(keepsToShare: true);
        Assert.Equal((1, 64), (old.By, old.ShareOf(64)));

        // The new one knows two; the old one does not yet, then divides, then has worked off what was above its share.
        young.Update(new GatewayCount(2, 1));
        Assert.Equal((0, 0), (young.By, young.ShareOf(64)));
        old.Update(new GatewayCount(2, 2));
        old.Settle(keepsToShare: false);
        Assert.Equal((2, 1), (old.By, old.Kept));
        young.Update(new GatewayCount(2, old.Kept));
        Assert.Equal(0, young.By);
        old.Settle(keepsToShare: true);
        young.Update(new GatewayCount(2, old.Kept));
        Assert.Equal((2, 32), (young.By, young.ShareOf(64)));

        // Nobody tells any more: the last number holds. Then the loss is told.
        young.Update(null);
        Assert.Equal(2, young.By);
        young.Update(new GatewayCount(1, 1));
        young.Settle(keepsToShare: true);
        Assert.Equal((1, 1), (young.By, young.Kept));
    }

    [Fact]
    public void The_flow_obeys_the_number_that_its_snapshots_tell()
    {
        // Eight requests of one second fill the bound of eight; a third gateway leaves it a share of two for each of the others.
        Assert.Equal(8, Filled(null));
        Assert.Equal(4, Filled(new GatewayCount(2, 2)));
        Assert.Equal(2, Filled(new GatewayCount(3, 3)));
        Assert.Equal(1, Filled(new GatewayCount(3, 2)));

        static int Filled(GatewayCount? gateways)
        {
            var bench = new FlowBench(FlowBench.WorkBound with { BorrowShare = 0 }) { Gateways = gateways };
            bench.Replica("a").Publish();
            return bench.Fill().Count;
        }
    }

    private static void Learn(List<Gateway> gateways, int index)
    {
        var one = gateways[index];
        one.Live = gateways.Count;
        var kept = gateways.Where(g => g != one && g.Division.Kept > 0).Select(g => g.Division.Kept).DefaultIfEmpty(one.Live).Min();
        one.Division.Update(new GatewayCount(one.Live, kept));
    }

    private sealed class Gateway
    {
        public BoundDivision Division { get; } = new(1);

        public int Live { get; set; }

        public long Out { get; set; }

        public Gateway() => Division.Update(new GatewayCount(1, 0));

        /// <summary>As the bound's rule does: one on an idle replica, else up to the share.</summary>
        public void SendAll(long bound, int most)
        {
            for (var i = 0; i < most && (Out == 0 || Out < Math.Max(1, Division.ShareOf(bound))); i++)
            {
                Out++;
            }
        }
    }
}
