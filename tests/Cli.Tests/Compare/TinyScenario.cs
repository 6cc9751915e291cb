namespace SageServe.Cli.Tests;

/// <summary>A scenario file that runs in a moment: two simulated hours of light load in a minute.</summary>
internal static class TinyScenario
{
    public const string Yaml = """
        name: tiny
        title: "A minute of <light> load & no history"
        catalog:
          from: paper
        start: 2024-11-05T09:00:00Z
        duration: 60s
        day-in: 12m
        planning:
          strategy: lt-ua
          demand-bin: 5m
          stale-after: 2h
        load:
          - name: chat
            generate:
              rate: 4
              prompt: { p0: 16, p50: 400, p100: 4000 }
              output: { p0: 2, p50: 40, p100: 200 }
            mix:
              models: { llama2-70b: 1, llama-3.1-8b: 1 }
              regions: { centralus: 1, eastus: 2, westus: 1 }
              tiers: { interactive-fast: 0.5, interactive-normal: 0.3, non-interactive: 0.2 }
        """;

    public static string In(TemporaryFolder folder)
    {
        folder.Write("tiny.yaml", Yaml);
        return folder["tiny.yaml"];
    }
}
