using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Uploads as large as they may be, to a gateway's own process, whose memory is watched.</summary>
public sealed class LargeUploadTests
{
    private const long Megabyte = 1_000_000;

    [Fact]
    public async Task Two_hundred_megabytes_pass_through_a_small_buffer_and_back()
    {
        await using var gateway = await StartAsync(new JsonObject());
        await UploadAsync(gateway, Megabyte);
        var before = await AllocatedAsync(gateway);
        var (status, file) = await UploadAsync(gateway, 200 * Megabyte);
        Assert.Equal((200, 200 * Megabyte), (status, file.GetProperty("bytes").GetInt64()));
        var id = file.GetProperty("id").GetString();
        Assert.Equal(200 * Megabyte, await ReadBackAsync(gateway, id!));
        var allocated = await AllocatedAsync(gateway) - before;
        Assert.True(allocated < 40 * Megabyte, $"{allocated} bytes allocated for 200 MB in and out");

        (status, var error) = await UploadAsync(gateway, 200 * Megabyte + 1);
        var told = error.GetProperty("error");
        Assert.Equal((413, "file_too_large", "file"), (status, told.GetProperty("code").GetString(), told.GetProperty("param").GetString()));
        var list = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/files")).RootElement;
        Assert.Equal(2, list.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_large_file_goes_to_a_bucket_in_parts()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var gateway = await StartAsync(new JsonObject
        {
            ["Kind"] = "s3",
            ["S3"] = new JsonObject
            {
                ["Endpoint"] = s3.Options.Endpoint, ["Bucket"] = s3.Options.Bucket, ["AccessKeyId"] = s3.Options.AccessKeyId, ["SecretAccessKey"] = s3.Options.SecretAccessKey,
            },
        });
        await UploadAsync(gateway, 20 * Megabyte);
        var before = await AllocatedAsync(gateway);
        var (status, file) = await UploadAsync(gateway, 100 * Megabyte);
        Assert.Equal((200, 100 * Megabyte), (status, file.GetProperty("bytes").GetInt64()));
        Assert.Equal(100 * Megabyte, await ReadBackAsync(gateway, file.GetProperty("id").GetString()!));
        var allocated = await AllocatedAsync(gateway) - before;
        Assert.True(allocated < 60 * Megabyte, $"{allocated} bytes allocated for 100 MB in and out");
    }

    private static Task<GatewayProcess> StartAsync(JsonObject files) =>
        GatewayProcess.StartAsync(new GatewaySetup { Adjust = g => g["Files"] = files });

    private static async Task<(int Status, JsonElement Json)> UploadAsync(GatewayProcess gateway, long bytes)
    {
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new GeneratedUpload(bytes), "file", "input.jsonl" } };
        using var answer = await gateway.Client.PostAsync("/v1/files", form);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static async Task<long> ReadBackAsync(GatewayProcess gateway, string id)
    {
        await using var content = await gateway.Client.GetStreamAsync($"/v1/files/{id}/content");
        var (buffer, total) = (new byte[64 * 1024], 0L);
        for (var read = await content.ReadAsync(buffer); read > 0; read = await content.ReadAsync(buffer))
        {
            total += read;
        }

        return total;
    }

    private static async Task<long> AllocatedAsync(GatewayProcess gateway)
    {
        using var response = await gateway.Admin.PostAsync("/admin/memory", null);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("allocatedBytes").GetInt64();
    }
}
