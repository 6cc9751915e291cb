namespace SageServe.Gateway;

/// <summary>
/// A log in a bucket: each group of lines is an object of its own, so there is never half of one. Now and then its writer rolls the last ones
/// into one object and takes them away after that; killed between the two, both stand there, and a reader takes each group once.
/// </summary>
internal sealed class S3Log(S3BlobStore store, string key, TimeProvider time, int rollGroups = S3Log.RollGroups) : IBlobLog
{
    private const int RollGroups = 256;
    private const int RollBytes = 1024 * 1024;

    // Nobody waits longer for what only saves room.
    private static readonly TimeSpan LastRoll = TimeSpan.FromSeconds(2);
    private readonly List<byte[]> _loose = [];
    private long _looseBytes;
    private long _next;
    private bool _isOurs;

    public async Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default)
    {
        var group = Join(lines);
        while (!await TryPutAsync(group))
        {
            // An append before failed after all had arrived; its group stays, and this one goes behind it.
        }

        _loose.Add(group);
        _looseBytes += group.Length;
        if (_loose.Count >= rollGroups || (_looseBytes >= RollBytes && _loose.Count > 1))
        {
            await RollAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_loose.Count > 1)
        {
            using var limit = new CancellationTokenSource(LastRoll, time);
            await RollAsync(limit.Token);
        }
    }

    private async Task<bool> TryPutAsync(byte[] group)
    {
        bool isNew;
        try
        {
            isNew = await store.PutNewAsync(S3LogPart.NameOf(key, _next), group, CancellationToken.None);
        }
        catch (BlobStoreException)
        {
            // It may have arrived; the next append, which finds it then, must not take it for another's.
            _isOurs = true;
            Forget();
            throw;
        }

        if (!isNew && !_isOurs)
        {
            throw new BlobStoreException(BlobProblem.Away, $"The log '{key}' has another writer.");
        }

        if (!isNew)
        {
            // What stands there is not known for certain, so it stays by itself.
            Forget();
        }

        (_isOurs, _next) = (true, _next + 1);
        return isNew;
    }

    private async Task RollAsync(CancellationToken cancellation)
    {
        var first = _next - _loose.Count;
        try
        {
            if (await store.PutNewAsync(S3LogPart.NameOf(key, first, _next - 1), S3Roll.Join(_loose), cancellation))
            {
                await store.DeleteManyAsync([.. Enumerable.Range(0, _loose.Count).Select(n => S3LogPart.NameOf(key, first + n))], cancellation);
            }
        }
        catch (Exception e) when (e is BlobStoreException or OperationCanceledException)
        {
            // The groups are there, in one form or both.
        }

        Forget();
    }

    private void Forget()
    {
        _loose.Clear();
        _looseBytes = 0;
    }

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        using var group = new MemoryStream(lines.Sum(l => l.Length) + lines.Count);
        foreach (var line in lines)
        {
            group.Write(line.Span);
            group.WriteByte((byte)'\n');
        }

        return group.ToArray();
    }
}
