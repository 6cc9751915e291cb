using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The methods that compete for one load, with what each studied and the model that it fitted last.</summary>
internal sealed class MethodPanel(ImmutableArray<IForecaster> methods)
{
    private readonly ForecastRecipe?[] _recipes = new ForecastRecipe?[methods.Length];
    private readonly IForecastModel?[] _models = new IForecastModel?[methods.Length];
    private readonly bool[] _resting = new bool[methods.Length];
    private ForecastBounds _bounds;

    public int Count => methods.Length;

    public string Name(int method) => methods[method].Name;

    public IEnumerable<ForecastRecipe> Recipes => _recipes.OfType<ForecastRecipe>();

    /// <summary>Takes in recipes of an earlier run; those of methods that are not here are left out.</summary>
    public void Take(IEnumerable<ForecastRecipe> recipes)
    {
        foreach (var recipe in recipes)
        {
            for (var k = 0; k < Count; k++)
            {
                _recipes[k] = methods[k].Name == recipe.Method ? recipe : _recipes[k];
            }
        }
    }

    /// <summary>Lets a method sit out the hourly fits until it is woken; its model is dropped.</summary>
    public void Rest(int method, bool rests)
    {
        _resting[method] = rests;
        _models[method] = rests ? null : _models[method];
    }

    public bool Rests(int method) => _resting[method];

    /// <summary>The dear part for every method that has enough to study.</summary>
    public void Study(DemandGrid grid, int known)
    {
        for (var k = 0; k < Count; k++)
        {
            if (methods[k].StepsNeeded(grid.Step) <= known)
            {
                _recipes[k] = methods[k].Study(grid, known) ?? _recipes[k];
            }
        }
    }

    /// <summary>The cheap part for every method that does not rest.</summary>
    /// <param name="grid">What the models walk over.</param>
    /// <param name="known">Steps that they may learn from.</param>
    public void Fit(DemandGrid grid, int known)
    {
        _bounds = ForecastBounds.Of(grid, known);
        for (var k = 0; k < Count; k++)
        {
            _models[k] = _resting[k] || methods[k].StepsNeeded(grid.Step) > known ? null : methods[k].Fit(grid, known, _recipes[k]);
        }
    }

    /// <summary>One path per method from this step on, within bounds; of NaN where a method has no answer.</summary>
    public double[][] Predict(int origin, int horizon)
    {
        var paths = new double[Count][];
        for (var k = 0; k < Count; k++)
        {
            paths[k] = new double[horizon];
            if (_models[k] is not { } model)
            {
                Array.Fill(paths[k], double.NaN);
                continue;
            }

            // A hole is filled by the step before it; a path that begins with one is no answer.
            model.Predict(origin, paths[k]);
            var before = double.NaN;
            for (var i = 0; i < horizon; i++)
            {
                before = paths[k][i] = double.IsFinite(paths[k][i]) ? _bounds.Clamp(paths[k][i]) : before;
            }

            if (double.IsNaN(paths[k][0]))
            {
                Array.Fill(paths[k], double.NaN);
            }
        }

        return paths;
    }
}
