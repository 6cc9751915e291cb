using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class KeyRingTests
{
    [Fact]
    public void Finding_a_key_allocates_nothing()
    {
        var created = Enumerable.Range(0, 100).Select(_ => ApiKeySecret.Create(new KeyGrant { Tenant = new TenantId("t") }, Instant.Min)).ToArray();
        var ring = new KeyRing(new KeysDocument([.. created.Select(c => c.Details)]));
        var key = created[50].Key;
        Assert.Equal(created[50].Details.Id, ring.Find(key)?.KeyId);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            ring.Find(key);
            ring.Find("sk-sage-unknown");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void No_text_at_all_and_a_text_too_long_are_no_keys()
    {
        var ring = new KeyRing(new KeysDocument([]));
        Assert.Null(ring.Find(""));
        Assert.Null(ring.Find(new string('k', KeyHash.MaxKeyLength + 1)));
        Assert.Null(ring.Find(new string('\u20ac', KeyHash.MaxKeyLength)));
    }
}
