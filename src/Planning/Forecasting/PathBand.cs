using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The course of a load with its band: some steps ahead have a target of their own, and the band's width at the others lies between.</summary>
internal static class PathBand
{
    public static ImmutableArray<ForecastQuantiles> Quantiles(
        int horizon, ForecastTargets targets, TargetShelf shelf, double[][] paths, ForecastQuantiles[] answers)
    {
        var floor = shelf.Floor;
        var points = ImmutableArray.CreateBuilder<ForecastQuantiles>(horizon);
        for (int h = 0, next = 0; h < horizon; h++)
        {
            next += h > targets.Steps[next] ? 1 : 0;
            var before = h == targets.Steps[next] ? next : next - 1;
            var share = before == next ? 0 : (h - targets.Steps[before]) / (double)(targets.Steps[next] - targets.Steps[before]);
            var centre = Centre(h, share < 0.5 ? before : next);
            var (near, far) = (Around(before), Around(next));
            points.Add(ForecastQuantiles.Of([Move(near.Q05, far.Q05), Move(near.Q50, far.Q50), Move(near.Q90, far.Q90), Move(near.Q95, far.Q95), Move(near.Q99, far.Q99)]));

            double Move(double a, double b) => Math.Max(0, centre * Math.Exp(Math.Log(a) * (1 - share) + Math.Log(b) * share) - floor);
        }

        return points.MoveToImmutable();

        // The mixture's own answer at a step, and the issued quantiles as ratios to it; lifted by the floor, so never zero.
        double Centre(int step, int book) => Mixed(shelf.Books[book].Weights, step) + floor;

        ForecastQuantiles Around(int book) => answers[book].Select(q => (q + floor) / Centre(targets.Steps[book], book));

        double Mixed(double[] weights, int step)
        {
            double sum = 0;
            for (var k = 0; k < weights.Length; k++)
            {
                sum += weights[k] > 0 ? weights[k] * paths[k][step] : 0;
            }

            return sum;
        }
    }
}
