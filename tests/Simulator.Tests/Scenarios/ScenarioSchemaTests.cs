using System.Text.Json;

namespace SageServe.Simulator.Tests;

public sealed class ScenarioSchemaTests
{
    private static readonly string Published = Path.Combine(Repository.Root, "docs", "schema", "scenario.schema.json");

    [Fact]
    public void The_published_schema_is_the_one_of_the_types()
    {
        // SAGESERVE_UPDATE=1 writes it anew.
        if (Environment.GetEnvironmentVariable("SAGESERVE_UPDATE") == "1")
        {
            File.WriteAllText(Published, ScenarioSchema.Text());
        }

        Assert.True(ScenarioSchema.Text() == File.ReadAllText(Published), "docs/schema/scenario.schema.json is not what the records say; write it anew: ./sageserve scenario schema > docs/schema/scenario.schema.json");
    }

    [Fact]
    public void It_refuses_unknown_names_and_knows_all_that_the_records_have()
    {
        using var schema = JsonDocument.Parse(ScenarioSchema.Text());
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        var properties = schema.RootElement.GetProperty("properties");
        Assert.Equal("string", properties.GetProperty("duration").GetProperty("type").GetString());
        Assert.Equal("number", properties.GetProperty("planning").GetProperty("properties").GetProperty("target-use").GetProperty("type").GetString());
        Assert.False(properties.GetProperty("world").GetProperty("additionalProperties").GetBoolean());
        Assert.Contains("weekdays", properties.GetProperty("start").GetProperty("description").GetString(), StringComparison.Ordinal);
    }
}
