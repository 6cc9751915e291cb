namespace SageServe.Kubernetes.Tests;

/// <summary>One process that takes part in an election.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesClient _client;
    private readonly Func<int> _requests;
    private readonly Task _running;

    public Participant(KubernetesClient client, LeaderElectionOptions options, TimeProvider time, Func<int> requests)
    {
        _client = client;
        _requests = requests;
        Election = new LeaderElection(new ClusterLeases(client), options, time);
        Election.Changed += leads =>
        {
            lock (Changes)
            {
                Changes.Add(leads);
            }
        };
        _running = Election.RunAsync(_stop.Token);
    }

    public LeaderElection Election { get; }

    public List<bool> Changes { get; } = [];

    public bool IsLeader => Election.IsLeader;

    /// <summary>Requests that the server has seen, from whomever.</summary>
    public int Looks => _requests();

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await _running;
            _client.Dispose();
        }
    }
}
