using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>What may not be uploaded gets an error that says so, and nothing of it stays.</summary>
public sealed class UploadRefusalTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PlainEngine _engine = null!;
    private BatchHost _host = null!;

    private Uri Address => _host.Http.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _host = await BatchHost.StartAsync(_folder.Root, _engine.Url, o => o with { Batch = o.Batch with { MaxFileBytes = 100_000 } });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<string, int, string, string?> Refused => new()
    {
        { UploadForms.Form(UploadForms.File()), 400, "missing_required_parameter", "purpose" },
        { UploadForms.Form(UploadForms.Purpose()), 400, "missing_required_parameter", "file" },
        { UploadForms.Form(), 400, "missing_required_parameter", "purpose" },
        { UploadForms.Form(UploadForms.Purpose("fine-tune"), UploadForms.File()), 400, "invalid_purpose", "purpose" },
        { UploadForms.Form(UploadForms.File(), UploadForms.Purpose("vision")), 400, "invalid_purpose", "purpose" },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.File("")), 400, "empty_file", "file" },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.File(), UploadForms.File()), 400, "duplicate_file", "file" },
        { UploadForms.Form([UploadForms.Purpose(), .. Enumerable.Range(0, 16).Select(n => UploadForms.Part($"x{n}", "1"))]), 400, "too_many_parts", null },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.File(new string('x', 100_001))), 413, "file_too_large", "file" },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.File(string.Concat(Enumerable.Repeat("\n", 50_001)))), 400, "too_many_lines", "file" },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.File(string.Concat(Enumerable.Repeat("\n", 50_000)) + "{}")), 400, "too_many_lines", "file" },
        { UploadForms.Form(UploadForms.Purpose(), UploadForms.Part("expires_after[anchor]", "created_at"), UploadForms.File()), 400, "invalid_expires_after", "expires_after" },
        { Expiring("created_at", "3599"), 400, "invalid_expires_after", "expires_after" },
        { Expiring("created_at", "2592001"), 400, "invalid_expires_after", "expires_after" },
        { Expiring("created_at", "soon"), 400, "invalid_expires_after", "expires_after" },
        { Expiring("last_active_at", "3600"), 400, "invalid_expires_after", "expires_after" },
        { UploadForms.Purpose() + UploadForms.File(), 400, "incomplete_upload", null },
        { UploadForms.Purpose() + $"--{UploadForms.Boundary}\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n{{\"half", 400, "incomplete_upload", null },
        { $"--{UploadForms.Boundary}\r\nContent-Type: text/plain\r\n\r\nno name\r\n--{UploadForms.Boundary}--\r\n", 400, "invalid_content_type", null },
        { "no form at all", 400, "incomplete_upload", null },
        { "", 400, "incomplete_upload", null },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_form_is_refused_and_nothing_stays(string body, int status, string code, string? param)
    {
        var answer = await UploadForms.SendAsync(Address, body);
        var error = answer.Json.GetProperty("error");
        Assert.Equal((status, code, param), (answer.Status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        await NothingStaysAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("nonsense")]
    public async Task What_is_no_form_is_refused(string type)
    {
        var (status, json) = await UploadForms.SendAsync(Address, UploadForms.Form(UploadForms.Purpose(), UploadForms.File()), type);
        Assert.Equal((400, "invalid_content_type"), (status, json.GetProperty("error").GetProperty("code").GetString()));
        await NothingStaysAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_leaves_nothing()
    {
        foreach (var sent in new[] { UploadForms.Purpose(), UploadForms.Purpose() + $"--{UploadForms.Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{{\"half\":" })
        {
            using (await UploadForms.OpenAsync(Address, sent, length: 50_000))
            {
                await Eventually.True(() => Directory.GetFiles(_folder[".drafts"]).Length == 1, "the upload has begun");
            }

            await NothingStaysAsync();
        }
    }

    [Fact]
    public async Task Parts_in_any_order_and_the_largest_file_are_taken()
    {
        var (status, json) = await UploadForms.SendAsync(Address, UploadForms.Form(UploadForms.File(new string('x', 100_000)), UploadForms.Part("other", "1"), UploadForms.Purpose()));
        Assert.Equal((200, 100_000), (status, json.GetProperty("bytes").GetInt32()));
        (status, json) = await UploadForms.SendAsync(Address, UploadForms.Form(UploadForms.Purpose(), UploadForms.File(string.Concat(Enumerable.Repeat("\n", 50_000)))));
        Assert.Equal((200, 50_000), (status, json.GetProperty("bytes").GetInt32()));
        (status, json) = await UploadForms.SendAsync(Address, Expiring("created_at", "3600"));
        Assert.Equal((200, 3600), (status, json.GetProperty("expires_at").GetInt64() - json.GetProperty("created_at").GetInt64()));
    }

    [Fact]
    public async Task A_name_is_a_name_and_no_way_through_the_folders()
    {
        var (_, json) = await UploadForms.SendAsync(Address, UploadForms.Form(UploadForms.Purpose(), UploadForms.Part("file", "{}", "../../etc/passwd")));
        Assert.Equal("passwd", json.GetProperty("filename").GetString());
        foreach (var id in new[] { "..", "%2e%2e", "..%2F..%2Fkeys.json", ".store", "a b", new string('x', 300) })
        {
            foreach (var path in new[] { $"/v1/files/{id}", $"/v1/files/{id}/content" })
            {
                using var answer = await _host.Http.GetAsync(new Uri(Address, path));
                Assert.Equal(404, (int)answer.StatusCode);
            }
        }
    }

    private static string Expiring(string anchor, string seconds) => UploadForms.Form(
        UploadForms.Purpose(), UploadForms.Part("expires_after[anchor]", anchor), UploadForms.Part("expires_after[seconds]", seconds), UploadForms.File());

    private async Task NothingStaysAsync()
    {
        await Eventually.True(() => Directory.GetFiles(_folder[".drafts"]).Length == 0, "no draft stays");
        Assert.False(Directory.Exists(_folder["files"]));
        Assert.Empty((await _host.SendAsync(HttpMethod.Get, "/v1/files")).Json.GetProperty("data").EnumerateArray());
    }
}
