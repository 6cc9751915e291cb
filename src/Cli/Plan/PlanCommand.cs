using System.CommandLine;
using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary><c>plan</c>: solves a planning problem from a file.</summary>
internal static class PlanCommand
{
    /// <summary>There is a plan, but not everything that was asked for holds.</summary>
    public const int GaveWay = 3;

    private static readonly Option<string> Problem = new("--problem") { Description = "The problem (JSON); `config schema problem` says what it may hold.", Required = true };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Longest search.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> Gap = new("--gap") { Description = "Proven distance from the least cost at which the search ends (0.01 is 1 %).", DefaultValueFactory = _ => 0.0001 };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };

    private const string About = """
        Says how many replicas each pool should have, which region carries what, what that costs, how far it is from the proven least
        cost, and what one unit more of each scarce thing would save. The plan is checked by code that shares nothing with the solver.
        `config schema problem` prints the schema of the file, `config schema plan` that of what --json writes.
        Ends with 0 where everything holds, with 3 where something had to give way (it says what, and by how much).

        Examples:
          sageserve plan --problem docs/examples/problem.json
          sageserve plan --problem docs/examples/problem.json --json
          sageserve plan --problem big.json --seconds 60 --gap 0.01
        """;

    public static Command Create()
    {
        var command = new Command("plan", About) { Problem, Seconds, Gap, Json };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var seconds = parsed.GetValue(Seconds) is var s and > 0 and <= 3600 ? s : throw new BadInputException("--seconds must be above 0 and at most 3600.");
        var gap = parsed.GetValue(Gap) is var g and >= 0 and < 1 ? g : throw new BadInputException("--gap must be from 0 to below 1.");
        var document = ProblemFile.Read("--problem", parsed.GetRequiredValue(Problem));
        var answer = CapacityProgram.Solve(document, seconds, gap);
        Console.Write(parsed.GetValue(Json) ? JsonSerializer.Serialize(answer, ProblemFile.Json) + "\n" : PlanText.Of(document, answer));
        if (!answer.Faults.IsEmpty && answer.Concessions.IsEmpty)
        {
            throw new RunFailedException("the plan is faulty: " + string.Join(" ", answer.Faults));
        }

        return answer.Feasible ? 0 : GaveWay;
    }
}
