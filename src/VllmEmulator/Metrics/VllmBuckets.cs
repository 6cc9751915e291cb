namespace SageServe.VllmEmulator;

/// <summary>Bucket bounds of vLLM V1's histograms, so that dashboards and quantile queries made for it fit.</summary>
internal static class VllmBuckets
{
    public static readonly double[] TimeToFirstToken =
    [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
    ];

    public static readonly double[] InterToken =
    [
        0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
    ];

    public static readonly double[] RequestSeconds =
    [
        0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
    ];

    public static readonly double[] Choices = [1, 2, 5, 10, 20];

    /// <summary>1, 2, 5, 10, 20, ... up to the longest context.</summary>
    public static double[] Tokens(int longest)
    {
        var bounds = new List<double>();
        for (var power = 1L; ; power *= 10)
        {
            foreach (var mantissa in new[] { 1, 2, 5 })
            {
                if (mantissa * power > longest)
                {
                    return [.. bounds];
                }

                bounds.Add(mantissa * power);
            }
        }
    }
}
