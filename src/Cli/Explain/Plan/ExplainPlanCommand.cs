using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>explain plan</c>: why the fleet is to be as the plan says.</summary>
internal static class ExplainPlanCommand
{
    private static readonly Option<string> Scaler = new("--scaler") { Description = "Admin address of a running scaler.", DefaultValueFactory = _ => "http://127.0.0.1:9180" };
    private static readonly Option<string?> PlanFile = new("--file") { Description = "A plan file (Scaler:PlanFile) instead: without what stands now, and without receipts." };
    private static readonly Option<string?> Pool = new("--pool") { Description = "Only pools whose name has this part (model@region/hardware/OnDemand/main), with every step that led to their target." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON; docs/schema/explain-plan.schema.json says what is in it." };

    public static Command Create()
    {
        var command = new Command("plan", """
            Tells the plan in force in plain words: what is expected and how sure that is, what the program made of it, what is scarce and what
            more of it would save, targets against what stands, moves and what held them back, and whether the moves of the last day were
            worth it. Ends with 0; with 2 where nobody answers, the key is wrong or the file is no plan; with 1 where there is no plan yet.

            Examples:
              sageserve explain plan
              sageserve explain plan --scaler http://10.0.0.9:9180 --pool llama-3.1-70b@eastus
              sageserve explain plan --file plan.json --json
            """) { Scaler, PlanFile, Pool, AdminFlags.Key, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(PlanFile) is not null && parsed.GetResult(Scaler) is { Implicit: false })
        {
            throw new BadInputException("Give --scaler or --file, not both.");
        }

        var facts = parsed.GetValue(PlanFile) is { } file ? PlanSource.OfFile(file) : await PlanSource.OfScalerAsync(parsed, parsed.GetRequiredValue(Scaler), stop);
        var told = PlanExplanation.Of(facts, parsed.GetValue(Pool));
        Console.Write(parsed.GetValue(Json) ? told.ToJson() : ExplainedText.Of(told));
        return 0;
    }
}
