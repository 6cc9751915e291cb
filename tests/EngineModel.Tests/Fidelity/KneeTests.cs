namespace SageServe.EngineModel.Tests;

/// <summary>
/// Where the measured 70B replica stops keeping up: the data's own text puts the knee at about 1.4 requests/s of this mix. Here
/// it is the last rate, in steps of 0.1, whose p95 TTFT is at most twice that at 0.3 requests/s.
/// </summary>
public sealed class KneeTests
{
    private const double MeasuredKnee = 1.4;

    [Fact]
    public void The_knee_lies_within_a_fifth_of_the_measured_one()
    {
        MeasuredRequest[][] runs = [.. MeasuredRun.Chat.Select(MeasuredRun.Read)];
        var mix = runs.SelectMany(r => r).ToArray();
        var shares = PrefixDraw.Shares(runs);
        var knee = Knee(mix, shares);
        var uncached = Knee(mix, [1.0]);
        Closeness.Say($"knee {knee:0.0} requests/s; with nothing cached {uncached:0.0}");
        Assert.InRange(knee, MeasuredKnee * 0.8, MeasuredKnee * 1.2);
        Assert.True(uncached < knee);
        Assert.True(1 / DemoCatalog.BigProfile.WorkSeconds(1148, 217) <= uncached, "the rated capacity is below what it serves with nothing cached");
    }

    private static double Knee(MeasuredRequest[] mix, double[] shares)
    {
        var low = TailTtft(mix, shares, 0.3);
        var tenths = 4;
        while (TailTtft(mix, shares, tenths / 10.0) <= 2 * low)
        {
            tenths++;
        }

        return (tenths - 1) / 10.0;
    }

    private static double TailTtft(MeasuredRequest[] mix, double[] shares, double rate)
    {
        var random = new RandomStream(1);
        var load = new List<MeasuredRequest>();
        for (var seconds = 0.0; seconds < 3600; seconds += random.NextExponential(1 / rate))
        {
            load.Add(mix[random.NextInt(mix.Length)] with { Launch = seconds });
        }

        return Sample.Quantile(RequestReplay.Run(DemoCatalog.BigProfile, load, PrefixDraw.Draw(load, shares, random), 0).Select(r => r.Ttft), 0.95);
    }
}
