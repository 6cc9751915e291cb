namespace SageServe.Hosting.Tests;

public sealed class KeysFileTests
{
    private static readonly KeyGrant Grant = new() { Tenant = new TenantId("acme"), Limits = new KeyLimits { RequestsPerMinute = 5 } };

    [Fact]
    public void A_new_key_has_the_prefix_is_never_the_same_and_only_its_hash_is_stored()
    {
        using var folder = new TemporaryFolder();
        var keys = Enumerable.Range(0, 20).Select(_ => ApiKeySecret.Create(Grant, Instant.Min)).ToArray();

        Assert.All(keys, k => Assert.Matches("^sk-sage-[A-Za-z0-9]{43}$", k.Key));
        Assert.Equal(keys.Length, keys.Select(k => k.Key).Distinct().Count());
        Assert.Equal(ApiKeySecret.HashOf(keys[0].Key), keys[0].Details.Sha256);
        KeysFile.Add(folder["keys.json"], keys[0].Details);
        Assert.DoesNotContain(keys[0].Key, File.ReadAllText(folder["keys.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_added_to_what_is_there_and_removed_by_id()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys.json"];
        var (first, second) = (ApiKeySecret.Create(Grant, Instant.Min).Details, ApiKeySecret.Create(Grant, Instant.Min).Details);
        KeysFile.Add(path, first);
        KeysFile.Add(path, second);

        Assert.Equal([first.Id, second.Id], KeysFile.Read(path).Keys.Select(k => k.Id));
        Assert.True(KeysFile.Remove(path, first.Id!));
        Assert.False(KeysFile.Remove(path, first.Id!));
        Assert.Equal(second.Id, Assert.Single(KeysFile.Read(path).Keys).Id);
        Assert.Equal(5, KeysFile.Read(path).Keys[0].Limits.RequestsPerMinute);
        Assert.False(File.Exists(path + ".lock"));
    }

    [Fact]
    public void A_file_with_problems_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("keys.json", """{"keys":[{"sha256":"x","tenant":"t"},{"sha256":"y","tenant":"t"}]}""");
        var error = Assert.Throws<InvalidDataException>(() => KeysFile.Add(path, ApiKeySecret.Create(Grant, Instant.Min).Details));

        Assert.Contains("keys[0]", error.Message, StringComparison.Ordinal);
        Assert.Contains("keys[1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"x\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_there_already_is_not_written_twice()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys.json"];
        var key = ApiKeySecret.Create(Grant, Instant.Min).Details;
        KeysFile.Add(path, key);
        Assert.Throws<InvalidDataException>(() => KeysFile.Add(path, key));
        Assert.Single(KeysFile.Read(path).Keys);
    }

    [Fact]
    public void Two_writers_do_not_overtake_each_other()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys.json"];
        using var other = new FileStream(path + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Throws<IOException>(() => KeysFile.Add(path, ApiKeySecret.Create(Grant, Instant.Min).Details));
        Assert.False(File.Exists(path));
    }
}
