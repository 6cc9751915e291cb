using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Cli;

/// <summary>Makes the namespace, runs the checks one after another, removes the namespace, whatever happens.</summary>
internal sealed class ClusterCheckRun(JsonApi api, ClusterCheckOptions options, TextWriter progress, TimeProvider time)
{
    /// <param name="assertions">In this order.</param>
    /// <param name="cancel">Ends the checks; what was made is still removed.</param>
    /// <param name="giveUp">Ends the removal too.</param>
    public async Task<ClusterCheckReport> RunAsync(IReadOnlyList<ClusterAssertion> assertions, CancellationToken cancel, CancellationToken giveUp)
    {
        var version = await GreetAsync(cancel);
        var place = new ClusterNamespace(api, options.Namespace, options.Patience, time);
        var exists = await place.ExistsAsync(cancel);
        if (await ClusterRights.MissingAsync(api, options.Namespace, !exists, cancel) is { Count: > 0 } missing)
        {
            throw new BadInputException(ClusterRights.Advice(missing));
        }

        await progress.WriteLineAsync($"Kubernetes {version} at {api.Server}; {(exists ? "works in the empty" : "makes")} namespace {options.Namespace}{(exists ? "" : ", and removes it at the end")}");
        try
        {
            if (!exists)
            {
                await place.MakeAsync(cancel);
            }

            var results = new List<ClusterCheckResult>();
            foreach (var assertion in assertions)
            {
                results.Add(await CheckAsync(assertion, cancel, giveUp));
                var (result, number) = (results[^1], string.Create(CultureInfo.InvariantCulture, $"[{results.Count}/{assertions.Count}]"));
                await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number,-8}{result.Outcome,-8} {result.Id} ({result.Seconds:0.0} s){(result.Seen is { } seen ? ": " + seen : "")}"));
            }

            return new ClusterCheckReport(api.Server.ToString(), version, options.Namespace, results);
        }
        finally
        {
            if (await place.CloseAsync(giveUp) is { } left)
            {
                await progress.WriteLineAsync("sageserve: " + left);
            }
        }
    }

    private async Task<string> GreetAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await api.SendAsync(HttpMethod.Get, "version", null, cancel);
            return answer.IsSuccess && answer.Body.FieldText("gitVersion") is { } version
                ? version
                : throw new BadInputException($"{api.Server} does not tell its version: {answer.Told}. Is it the API server, and is the login of this context good?");
        }
        catch (Exception e) when (e is HttpRequestException or KubernetesException)
        {
            throw new BadInputException($"{api.Server} cannot be reached: {e.Message}. Look at the server of the kubeconfig's context, and whether this machine reaches it.");
        }
    }

    private async Task<ClusterCheckResult> CheckAsync(ClusterAssertion assertion, CancellationToken cancel, CancellationToken giveUp)
    {
        var (site, began) = (new ClusterSite(api, options, time, cancel), time.GetTimestamp());
        try
        {
            await assertion.RunAsync(site);
            return ClusterCheckResult.Of(assertion, ClusterOutcome.Holds, null, time.GetElapsedTime(began));
        }
        catch (ClusterFindingException e)
        {
            return ClusterCheckResult.Of(assertion, e.Outcome, e.Message, time.GetElapsedTime(began));
        }
        catch (Exception e) when (IsCall(e) || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return ClusterCheckResult.Of(assertion, ClusterOutcome.Unknown, $"a call failed: {e.Message}", time.GetElapsedTime(began));
        }
        finally
        {
            await CleanAsync(site, giveUp);
        }
    }

    private async Task CleanAsync(ClusterSite site, CancellationToken giveUp)
    {
        try
        {
            await site.CleanAsync(giveUp);
        }
        catch (Exception e) when (IsCall(e))
        {
            await progress.WriteLineAsync($"sageserve: objects of a check may be left in namespace {options.Namespace}: {e.Message}");
        }
    }

    private static bool IsCall(Exception e) => e is HttpRequestException or KubernetesException or IOException;
}
