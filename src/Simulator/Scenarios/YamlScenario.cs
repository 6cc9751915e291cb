using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>A scenario that stands in a YAML document, with some values changed.</summary>
internal sealed class YamlScenario : IScenarioSource
{
    private const int LongestChain = 8;
    private readonly ScenarioNode _root;
    private readonly ScenarioFiles _files;
    private readonly ScenarioDocument _document;
    private readonly ServingCatalog _catalog;
    private readonly LoadCalendar _calendar;
    private readonly ScenarioLoad _load;

    public YamlScenario(string text, string name, ScenarioFiles files)
        : this(WithBases(ScenarioYaml.Parse(text, name), files, 0), files)
    {
    }

    private YamlScenario(ScenarioNode root, ScenarioFiles files)
    {
        _root = root;
        _files = files;
        _document = ScenarioBinder.Bind<ScenarioDocument>(root);
        _catalog = CatalogBuilder.Build(_document, files);
        _calendar = _document.Calendar is { } days ? CalendarReader.Read(files.Require(days), $"{files.Name}: calendar") : LoadCalendar.None;
        var problems = ScenarioRules.Check(_document, _catalog, root).ToList();
        _load = new ScenarioLoad(_document, _catalog, files, root, problems);
        if (problems.Count > 0)
        {
            throw Problems.Exception(problems);
        }
    }

    public string Name => _document.Name;

    public string Title => _document.Title;

    public ScenarioDocument Document => _document;

    public SimulationScenario Build(ulong seed)
    {
        var envelope = new EnvelopeDocument(_document.Start, _document.Start, TimeSpan.FromDays(1) / _document.DayIn);
        return _document.Around(new SimulationScenario
        {
            Catalog = _catalog,
            Envelope = envelope,
            Start = _document.Start,
            Duration = _document.Duration,
            Arrivals = _load.Arrivals(envelope, seed),
            Preview = () => _load.Arrivals(envelope, seed),
            Initial = _document.Initial,
            History = _load.History(envelope, seed),
            Calendar = _calendar,
            Kills = [.. _document.Kills.SelectMany(k => Enumerable.Repeat(new ReplicaKill(_document.Start + k.At, k.Pool), k.Count)).OrderBy(k => k.At)],
        });
    }

    public IScenarioSource With(string path, string value) => With([new(path, value)]);

    public IScenarioSource With(IEnumerable<KeyValuePair<string, string>> changes) =>
        new YamlScenario(changes.Aggregate(_root, (node, c) => Changed(node, c.Key, c.Value)), _files);

    private static ScenarioNode Changed(ScenarioNode root, string path, string value) => path == "base"
        ? throw new BadInputException($"{path}={value}: what a scenario stands on can't be changed from outside; name that scenario itself.")
        : ScenarioPath.Changed(root, path, value);

    private static ScenarioNode WithBases(ScenarioNode root, ScenarioFiles files, int depth)
    {
        if (root.Find("base") is not { Text: { } name } place)
        {
            return root;
        }

        if (depth == LongestChain)
        {
            throw new BadInputException($"{place.Where}: more than {LongestChain} scenarios stand on each other; is there a circle?");
        }

        if (ScenarioLibrary.Names.Contains(name))
        {
            return WithBases(ScenarioYaml.Parse(ScenarioLibrary.Text(name), $"scenario {name}"), files, depth + 1).Under(root);
        }

        var file = files.Find(name) ?? throw new BadInputException($"{place.Where}: base '{name}' is neither built in nor a file{Nearest.Hint(name, ScenarioLibrary.Names)}.");
        return WithBases(ScenarioYaml.Parse(File.ReadAllText(file), name), files, depth + 1).Under(root);
    }
}
