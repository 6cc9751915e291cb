using Xunit;

namespace SageServe.TestKit;

/// <summary>Runs a property for many seeds; a failure names the seed that shows it.</summary>
public static class Seeds
{
    public static void Check(int count, Action<ulong, RandomStream> property)
    {
        for (var seed = 1UL; seed <= (ulong)count; seed++)
        {
            try
            {
                property(seed, new RandomStream(seed));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }
}
