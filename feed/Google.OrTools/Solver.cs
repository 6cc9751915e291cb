using System.Diagnostics;

namespace Google.OrTools.LinearSolver;

/// <summary>
/// A linear or mixed integer program. The model is kept here and handed whole to COIN-OR's engine by <see cref="Solve()"/>:
/// CBC for "CBC", CLP for "CLP" (integers are relaxed, duals are known).
/// </summary>
public sealed class Solver : IDisposable
{
    private readonly List<Variable> _variables = [];
    private readonly List<Constraint> _constraints = [];
    private readonly IEngine _engine;
    private readonly Objective _objective = new();
    private readonly long _created = Stopwatch.GetTimestamp();
    private TimeSpan? _timeLimit;

    private Solver(IEngine engine) => _engine = engine;

    /// <summary>How a solve ended.</summary>
    public enum ResultStatus
    {
        OPTIMAL = 0,
        FEASIBLE = 1,
        INFEASIBLE = 2,
        UNBOUNDED = 3,
        ABNORMAL = 4,
        NOT_SOLVED = 6,
    }

    internal IReadOnlyList<Variable> Variables => _variables;

    internal IReadOnlyList<Constraint> Constraints => _constraints;

    internal IReadOnlyList<(int Column, double Value)> Hint { get; private set; } = [];

    internal EngineResult Result { get; private set; } = EngineResult.None;

    internal bool RoundsIntegers => _engine.SolvesIntegers;

    /// <summary>Null when the engine is unknown, or when the machine lacks its library.</summary>
    public static Solver? CreateSolver(string solver_id) => solver_id switch
    {
        "CBC" or "CBC_MIXED_INTEGER_PROGRAMMING" when CbcEngine.IsAvailable => new Solver(new CbcEngine()),
        "CLP" or "CLP_LINEAR_PROGRAMMING" when ClpEngine.IsAvailable => new Solver(new ClpEngine()),
        _ => null,
    };

    public Variable MakeVar(double lb, double ub, bool integer, string name)
    {
        var variable = new Variable(this, _variables.Count, lb, ub, integer, name);
        _variables.Add(variable);
        return variable;
    }

    public Variable MakeNumVar(double lb, double ub, string name) => MakeVar(lb, ub, false, name);

    public Variable MakeIntVar(double lb, double ub, string name) => MakeVar(lb, ub, true, name);

    public Variable MakeBoolVar(string name) => MakeVar(0, 1, true, name);

    public Constraint MakeConstraint(double lb, double ub, string name)
    {
        var constraint = new Constraint(this, _constraints.Count, lb, ub, name);
        _constraints.Add(constraint);
        return constraint;
    }

    public Constraint MakeConstraint(double lb, double ub) => MakeConstraint(lb, ub, "");

    public Objective Objective() => _objective;

    public int NumVariables() => _variables.Count;

    public int NumConstraints() => _constraints.Count;

    /// <summary>Milliseconds of wall clock that a solve may take.</summary>
    public void SetTimeLimit(long time_limit_milliseconds) => _timeLimit = TimeSpan.FromMilliseconds(time_limit_milliseconds);

    /// <summary>
    /// A solution to begin with, or a part of one; the last call counts. What does not fit the model is passed over. An engine for
    /// linear programs has no use for it.
    /// </summary>
    public void SetHint(MPVariableVector variables, double[] values)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(values);
        Hint = [.. variables.Zip(values, (variable, value) => (variable.Column, value))];
    }

    public ResultStatus Solve()
    {
        using var parameters = new MPSolverParameters();
        return Solve(parameters);
    }

    public ResultStatus Solve(MPSolverParameters param)
    {
        ArgumentNullException.ThrowIfNull(param);
        var problem = Problem.From(this, _objective);
        Result = problem.TrivialResult() ?? _engine.Solve(problem, param, _timeLimit);
        _objective.Take(Result, this);
        return Result.Status;
    }

    /// <summary>Milliseconds since the solver was created.</summary>
    public long WallTime() => (long)Stopwatch.GetElapsedTime(_created).TotalMilliseconds;

    /// <summary>Simplex iterations of the last solve.</summary>
    public long Iterations() => Result.Iterations;

    /// <summary>Branch and bound nodes of the last solve; -1 for an engine without.</summary>
    public long Nodes() => _engine.SolvesIntegers ? Result.Nodes : -1;

    public string ExportModelAsLpFormat(bool obfuscated) => LpFormat.Write(this, _objective, obfuscated);

    public void Dispose()
    {
        // The native model lives only as long as one solve; the package's own Dispose has something to free.
    }
}
