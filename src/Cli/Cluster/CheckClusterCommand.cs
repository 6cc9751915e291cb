using System.CommandLine;
using System.Security.Cryptography;
using SageServe.Kubernetes;

namespace SageServe.Cli;

/// <summary><c>check-cluster</c>: whether a cluster does what the scaler and the gateway assume of it.</summary>
internal static class CheckClusterCommand
{
    private const string PauseImage = "registry.k8s.io/pause:3.10";

    private static readonly Option<string?> KubeConfig = new("--kubeconfig") { Description = "File that says where the cluster is and who we are; otherwise KUBECONFIG, or the usual one in the home folder." };
    private static readonly Option<string?> Context = new("--context") { Description = "Of the kubeconfig; otherwise its current one." };
    private static readonly Option<string?> Namespace = new("--namespace") { Description = "Where to work. One that is missing is made and removed; one that is there must have no pods, and stays. Otherwise one with a name of its own is made." };
    private static readonly Option<string> Image = new("--image") { Description = "Of the pods: anything that runs until it is told to end, as a user that is not root.", DefaultValueFactory = _ => PauseImage };
    private static readonly Option<string?> Only = new("--only") { Description = "Only checks whose id has this word; several words with commas." };
    private static readonly Option<double> Patience = new("--patience") { Description = "Seconds to wait for what takes time, such as a pod that starts.", DefaultValueFactory = _ => 90 };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON; `config schema check-cluster` prints its schema." };

    private const string About = """
        Finds out on a real cluster whether it does what SageServe assumes: versions and conflicts, watches, scale, who of a workload
        goes first, rollouts, grace, endpoints. Everything happens in one namespace; a few tiny pods come and go in it.
        Ends with 0 where all holds (what the cluster lacks is skipped), with 1 where something differs or could not be found out,
        with 2 where it cannot run.

        Examples:
          sageserve check-cluster
          sageserve check-cluster --kubeconfig ~/.kube/config --context staging --json
          sageserve check-cluster --namespace sageserve-check --image registry.example.com/pause:3.10
          sageserve check-cluster --only watch
        """;

    public static Command Create()
    {
        var command = new Command("check-cluster", About) { KubeConfig, Context, Namespace, Image, Only, Patience, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var patience = parsed.GetValue(Patience) is var p and >= 1 and <= 3600 ? p : throw new BadInputException("--patience must be from 1 to 3600 seconds.");
        var word = parsed.GetValue(Only) ?? "";
        var assertions = ClusterAssertions.Of(word);
        if (assertions.Length == 0)
        {
            throw new BadInputException($"--only {word}: no check has that in its id. There are: {string.Join(", ", ClusterAssertions.All.Select(a => a.Id))}.");
        }

        var name = parsed.GetValue(Namespace) ?? "sageserve-check-" + Guid.NewGuid().ToString("n")[..8];
        var options = new ClusterCheckOptions(name, parsed.GetRequiredValue(Image), TimeSpan.FromSeconds(patience));
        using var interrupt = new Interrupt();
        using var api = new JsonApi(Access(parsed.GetValue(KubeConfig) ?? KubeConfigAccess.DefaultFile(), parsed.GetValue(Context)), TimeProvider.System);
        var report = await new ClusterCheckRun(api, options, Console.Error, TimeProvider.System).RunAsync(assertions, interrupt.First, interrupt.Second);
        Console.Write(parsed.GetValue(Json) ? TraceText.Json(report) : ClusterCheckTable.Text(report));
        return report.ExitCode();
    }

    private static KubernetesAccess Access(string file, string? context)
    {
        if (!File.Exists(file))
        {
            throw new BadInputException($"there is no kubeconfig at '{file}'. Name one with --kubeconfig.");
        }

        try
        {
            return KubeConfigAccess.Load(file, context);
        }
        catch (Exception e) when (e is KubernetesException or FormatException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"kubeconfig '{file}': {e.Message}");
        }
    }
}
