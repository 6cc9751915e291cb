using System.Globalization;
using System.Text;

namespace Google.OrTools.LinearSolver;

/// <summary>Writes a model in the LP file format, for people and for other solvers.</summary>
internal static class LpFormat
{
    public static string Write(Solver solver, Objective objective, bool obfuscated)
    {
        var text = new StringBuilder();
        string Column(int index) => obfuscated ? $"V{index}" : Safe(solver.Variables[index].Name(), $"V{index}");
        string Row(Constraint row) => obfuscated ? $"C{row.Row}" : Safe(row.Name(), $"C{row.Row}");

        text.Append(CultureInfo.InvariantCulture, $"\\ Constraints : {solver.Constraints.Count}\n\\ Variables   : {solver.Variables.Count}\n");
        text.Append(objective.Maximization() ? "Maximize\n Obj:" : "Minimize\n Obj:");
        Terms(text, objective.Coefficients, Column);
        text.Append("\nSubject to\n");
        foreach (var row in solver.Constraints)
        {
            AppendRow(text, row, Row(row), Column);
        }

        text.Append("Bounds\n");
        foreach (var variable in solver.Variables)
        {
            text.Append(CultureInfo.InvariantCulture, $" {Bound(variable.Lb())} <= {Column(variable.Column)} <= {Bound(variable.Ub())}\n");
        }

        var integers = solver.Variables.Where(v => v.IsInteger).ToArray();
        if (integers.Length > 0)
        {
            text.Append("Generals\n");
            foreach (var variable in integers)
            {
                text.Append(' ').Append(Column(variable.Column)).Append('\n');
            }
        }

        return text.Append("End\n").ToString();
    }

    private static void AppendRow(StringBuilder text, Constraint row, string name, Func<int, string> column)
    {
        var (lower, upper) = (row.Lb(), row.Ub());
        if (lower.Equals(upper))
        {
            AppendSide(text, row, name, column, "=", lower);
            return;
        }

        // A range becomes two rows; a row without bounds says nothing and is left out.
        if (double.IsFinite(upper))
        {
            AppendSide(text, row, double.IsFinite(lower) ? name + "_rhs" : name, column, "<=", upper);
        }

        if (double.IsFinite(lower))
        {
            AppendSide(text, row, double.IsFinite(upper) ? name + "_lhs" : name, column, ">=", lower);
        }
    }

    private static void AppendSide(StringBuilder text, Constraint row, string name, Func<int, string> column, string sense, double bound)
    {
        text.Append(' ').Append(name).Append(':');
        Terms(text, row.Coefficients, column);
        text.Append(' ').Append(sense).Append(' ').Append(Number(bound)).Append('\n');
    }

    private static void Terms(StringBuilder text, IReadOnlyDictionary<int, double> coefficients, Func<int, string> column)
    {
        foreach (var (index, coefficient) in coefficients)
        {
            text.Append(coefficient < 0 ? " -" : " +").Append(Number(Math.Abs(coefficient))).Append(' ').Append(column(index));
        }
    }

    private static string Bound(double value) => value switch
    {
        double.PositiveInfinity => "+inf",
        double.NegativeInfinity => "-inf",
        _ => Number(value),
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Names that the format cannot hold are replaced by their index.</summary>
    private static string Safe(string name, string fallback) =>
        name.Length is > 0 and < 256 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? name
            : fallback;
}
