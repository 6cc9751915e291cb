namespace SageServe.Simulator.Tests;

public sealed class FigurePathTests
{
    [Theory]
    [InlineData("gpu_hours", "gpu_hours")]
    [InlineData("llama-3.1-8b", "llama-3\\.1-8b")]
    [InlineData("a\\.b.", "a\\\\\\.b\\.")]
    public void A_name_stays_one_name(string name, string within)
    {
        Assert.Equal(within, FigurePath.Name(name));
        Assert.Equal(["models", name, "requests"], FigurePath.Split($"models.{FigurePath.Name(name)}.requests"));
    }
}
