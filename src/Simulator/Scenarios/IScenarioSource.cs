namespace SageServe.Simulator;

/// <summary>A scenario that can be run many times: under several seeds, strategies and changed options.</summary>
public interface IScenarioSource
{
    /// <summary>Short, in kebab case; stands in reports and file names.</summary>
    string Name { get; }

    /// <summary>One sentence for people.</summary>
    string Title { get; }

    /// <summary>A fresh scenario whose arrivals and faults follow from the seed; two calls share no state.</summary>
    SimulationScenario Build(ulong seed);

    /// <summary>The same scenario with one value changed, by its dotted path in the document (<c>planning.target-use</c>).</summary>
    /// <exception cref="ArgumentException">There is no such path, or it can't take this value; the message says which it has.</exception>
    IScenarioSource With(string path, string value);

    /// <summary>The same scenario with several values changed, of which only all together need to fit.</summary>
    IScenarioSource With(IEnumerable<KeyValuePair<string, string>> changes) =>
        changes.Aggregate<KeyValuePair<string, string>, IScenarioSource>(this, (changed, c) => changed.With(c.Key, c.Value));
}
