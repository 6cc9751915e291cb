using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>Section <c>Emulator</c>: one region's emulated replicas.</summary>
internal sealed class EmulatorOptions : ICheckedOptions
{
    public const string Section = "Emulator";

    /// <summary>The region of every replica here.</summary>
    [Required]
    public string Region { get; set; } = "";

    /// <summary>Listener of the control API, health and the host's own metrics, for example <c>http://127.0.0.1:9280</c>.</summary>
    [Required]
    public string ControlUrl { get; set; } = "";

    /// <summary>The catalog: models, profiles, served names.</summary>
    [Required]
    public string CatalogFile { get; set; } = "";

    /// <summary>Of answers, ids and fault draws.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>Engine seconds per second of request time; 2 is an engine twice as fast as its profile.</summary>
    [Range(0.001, 1000)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Every replica in a process of its own, so that a kill is a real one.</summary>
    public bool ProcessPerReplica { get; set; }

    /// <summary>Started at once and without cold start; absent, the catalog's initial replicas of the region.</summary>
    public IList<InitialReplicas>? Initial { get; set; }

    public IEnumerable<string> Problems()
    {
        if (CatalogFile.Length > 0 && !File.Exists(CatalogFile))
        {
            yield return $"CatalogFile '{CatalogFile}' does not exist.";
        }

        foreach (var initial in Initial ?? [])
        {
            if (initial.Count < 0)
            {
                yield return $"Initial: Count must not be negative, got {initial.Count}.";
            }

            if (initial.Pool.Deployment.Region != Region)
            {
                yield return $"Initial: a pool of region '{initial.Pool.Deployment.Region}' cannot be started in '{Region}'.";
            }
        }
    }
}
