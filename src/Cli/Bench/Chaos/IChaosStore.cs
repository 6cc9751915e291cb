using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Where the gateways' files are, as the run itself looks at it.</summary>
internal interface IChaosStore : IAsyncDisposable
{
    /// <summary>The gateways' section <c>Files</c>.</summary>
    /// <param name="isShared">Several gateways have it.</param>
    JsonObject Configuration(bool isShared);

    Task StartAsync(CancellationToken stop);

    Task<string> ReadAsync(string key, CancellationToken stop);

    /// <summary>Writes a whole new blob.</summary>
    Task PutAsync(string key, string content, CancellationToken stop);

    /// <summary>Results in journals, those that were not the first of their line too.</summary>
    Task<int> JournalEntriesAsync(CancellationToken stop);
}
