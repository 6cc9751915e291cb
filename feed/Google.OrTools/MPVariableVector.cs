using System.Collections;

namespace Google.OrTools.LinearSolver;

/// <summary>Variables in a row, as <see cref="Solver.SetHint"/> takes them.</summary>
public sealed class MPVariableVector : IEnumerable<Variable>, IDisposable
{
    private readonly List<Variable> _variables = [];

    public MPVariableVector()
    {
    }

    public MPVariableVector(IEnumerable<Variable> c) => _variables.AddRange(c);

    public int Count => _variables.Count;

    public Variable this[int index] => _variables[index];

    public void Add(Variable x) => _variables.Add(x);

    public IEnumerator<Variable> GetEnumerator() => _variables.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        // Nothing native here; the package's own object has something to free.
    }
}
