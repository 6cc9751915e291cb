using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>An explained plan in plain words.</summary>
internal static class ExplainedText
{
    private const int PricesShown = 10;
    private const int MovesShown = 20;

    public static string Of(PlanExplanation plan)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Head(plan, Line);
        Forecasts(plan, Line);
        Program(plan.Program, Line);
        Pools(plan, Line);
        Groups(plan, Line);
        Clamps(plan, Line);
        Moves(plan, Line);
        ReceiptText.Write(plan.Receipts, Line);
        Steps(plan, Line);
        return text.ToString();
    }

    private static void Head(PlanExplanation plan, Action<FormattableString> line)
    {
        line($"Plan {plan.Version} of strategy {plan.Strategy}, made {Time(plan.IssuedAt)}, in force until {Time(plan.ExpiresAt)}");
        line($"  from {plan.Source}{(plan.Now is { } now ? $", whose planning clock says {Time(now)}" : "")}");
        line($"  {plan.AdviceOnly switch { true => "ADVICE ONLY: this scaler runs dry and starts or stops nothing (Scaler:DryRun).", false => "Live: moves are carried out.", null => "The file does not say whether it is carried out or advice only." }}");
        if (plan.Now > plan.ExpiresAt)
        {
            line($"  EXPIRED: pools follow their load until there is a new one.");
        }

        if (plan.Frozen == true)
        {
            line($"  Frozen: facts are missing or stale, nothing shrinks until they are back.");
        }
    }

    private static void Forecasts(PlanExplanation plan, Action<FormattableString> line)
    {
        line($"");
        line($"Expected, prompt tokens/s");
        line($"  {"series",-46}{"planned for",12}{"5 %..95 % of the peak minute",31}{"error",9}  method");
        foreach (var f in plan.Forecasts)
        {
            FormattableString band = f.Low is { } low ? $"{low:0}..{f.High:0} in {f.LeadMinutes:0} min" : (FormattableString)$"-";
            line($"  {f.Series,-46}{f.Peak,12:0}{Say(band),31}{(f.ErrorRatio is { } e ? Say($"{e:P1}") : "-"),9}  {f.Method}{(f.FallsBack ? "; FALLS BACK: the last value did better, pools follow their load" : f.ErrorOverLastValue is { } r ? Say($" ({r:0.00} of the last value's error)") : "")}");
        }

        if (plan.Forecasts.Count == 0)
        {
            line($"  nothing: no demand was seen yet");
        }
    }

    private static void Program(ExplainedProgram program, Action<FormattableString> line)
    {
        line($"");
        line($"The program: {program.Allocator}");
        if (program.Status is { } status)
        {
            line($"  {status}, {program.ObjectiveUsd:0.00} USD over the window{(program.BoundUsd is { } bound ? Say($"; no plan costs less than {bound:0.00}, so that this one is at most {program.Gap:P2} above the least") : "; no bound is known")}.");
        }

        foreach (var family in program.Binding)
        {
            line($"  binds: {family.Count} of {family.Family} ({family.Basis})");
        }

        foreach (var price in program.Prices.Take(PricesShown))
        {
            line($"  - {price.Words}");
        }

        if (program.Prices.Count > PricesShown)
        {
            line($"  - {program.Prices.Count - PricesShown} more with --json.");
        }

        foreach (var given in program.GaveWay)
        {
            line($"  GAVE WAY: {given}");
        }
    }

    private static void Pools(PlanExplanation plan, Action<FormattableString> line)
    {
        line($"");
        line($"{"Pool",-54}{"at plan",9}{"target",8}{"ready",7}{"starting",10}{"draining",10}");
        foreach (var pool in plan.Pools)
        {
            line($"{pool.Pool,-54}{pool.AtPlan,9}{pool.Target,8}{pool.Ready?.ToString(CultureInfo.InvariantCulture) ?? "-",7}{pool.Starting?.ToString(CultureInfo.InvariantCulture) ?? "-",10}{pool.Draining?.ToString(CultureInfo.InvariantCulture) ?? "-",10}");
        }
    }

    private static void Groups(PlanExplanation plan, Action<FormattableString> line)
    {
        foreach (var group in plan.Groups)
        {
            var awake = string.Join(", ", plan.Pools.Where(p => group.Members.Contains(p.Pool)).Select(p => Say($"{p.Target} of {p.Pool}")));
            line($"Group {group.Group}: {group.AtPlan} units at the plan, {group.Target} wanted, one engine of each awake: {awake}. GPUs are paid for by unit.");
        }
    }

    private static void Clamps(PlanExplanation plan, Action<FormattableString> line)
    {
        line($"");
        line($"{(plan.Clamps.Count == 0 ? "No guardrail changed a wish." : "Guardrails that changed a wish")}");
        foreach (var clamp in plan.Clamps)
        {
            line($"  {clamp.Code,-16}{clamp.Pool}{(clamp.Wish is { } wish ? Say($": {wish:0} wished, {clamp.Allowed:0} allowed") : "")} ({clamp.At}). {clamp.Detail}");
        }
    }

    private static void Moves(PlanExplanation plan, Action<FormattableString> line)
    {
        line($"");
        line($"{(plan.Moves.Count == 0 ? "No moves." : plan.Receipts is null ? "Moves with the plan" : "Moves of the last day, newest first")}");
        foreach (var move in plan.Moves.Take(MovesShown))
        {
            line($"  {Time(move.At)}  {move.Kind.ToLowerInvariant()} {move.Count:0} of {move.Pool} ({move.Reason}){(move.Outcome is { } outcome ? $" -> {outcome}" : "")}");
            line($"      {move.Detail}");
        }

        if (plan.Moves.Count > MovesShown)
        {
            line($"  {plan.Moves.Count - MovesShown} more with --json.");
        }
    }

    private static void Steps(PlanExplanation plan, Action<FormattableString> line)
    {
        if (plan.Steps.Count == 0)
        {
            return;
        }

        line($"");
        line($"How the plan came to it");
        foreach (var step in plan.Steps)
        {
            line($"  {step.Stage,-11}{step.Subject}  {(step.Before is { } before ? Say($"{before:0.##} -> ") : "")}{(step.After is { } after ? Say($"{after:0.##} ") : "")}{step.Reason}");
            line($"             {step.Detail}");
        }
    }

    /// <summary>To the second, UTC.</summary>
    internal static string Time(Instant at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
