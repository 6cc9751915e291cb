using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Remembers which batch a client's <c>Idempotency-Key</c> made, so that a call that is sent again makes no second one, at whichever gateway. The
/// record is written once and before the batch: who finds a record without its batch makes the batch.
/// </summary>
internal sealed class IdempotencyKeys(IBlobStore blobs, BatchOptions options, SteadyClock clock)
{
    private const string Header = "Idempotency-Key";
    private const string Root = "idempotency/";
    private const int MaxKey = 255;
    private const int MaxRecord = 4096;

    /// <summary>Null when the call has none.</summary>
    /// <exception cref="ApiRefusal">It is empty, too long or not plain text.</exception>
    public static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        var key = values.ToString();
        return key.Length is > 0 and <= MaxKey && key.All(c => c is >= '!' and <= '~') ? key : throw new ApiRefusal(BatchApiErrors.BadIdempotencyKey);
    }

    /// <summary>The same for bodies that say the same, whatever their spaces and the order of their fields.</summary>
    public static string DigestOf(JsonElement body)
    {
        using var canonical = new MemoryStream();
        using (var json = new Utf8JsonWriter(canonical))
        {
            Write(json, body);
        }

        return Convert.ToHexStringLower(SHA256.HashData(canonical.ToArray()));
    }

    /// <summary>The batch that the key stands for; null when it is new.</summary>
    /// <exception cref="ApiRefusal">It stands for another body.</exception>
    public async Task<string?> FindAsync(TenantId tenant, string key, string digest, CancellationToken cancellation)
    {
        if (await blobs.ReadAsync(PathOf(tenant, key), MaxRecord, cancellation) is not { } bytes)
        {
            return null;
        }

        var record = JsonSerializer.Deserialize(bytes, BatchJson.Default.IdempotencyRecord)!;
        return record.Digest == digest ? record.BatchId : throw new ApiRefusal(BatchApiErrors.IdempotencyKeyReused);
    }

    /// <summary>Makes the key stand for a batch, unless it does for one already.</summary>
    /// <returns>The batch that it stands for.</returns>
    /// <exception cref="ApiRefusal">It stands for another body.</exception>
    public async Task<string> ClaimAsync(TenantId tenant, string key, string digest, string batchId, CancellationToken cancellation)
    {
        var record = new IdempotencyRecord(digest, batchId, (long)clock.Now.ToUnixSeconds());
        var bytes = JsonSerializer.SerializeToUtf8Bytes(record, BatchJson.Default.IdempotencyRecord);
        return await blobs.PutNewAsync(PathOf(tenant, key), bytes, cancellation)
            ? batchId
            : await FindAsync(tenant, key, digest, cancellation) ?? throw new BlobStoreException(BlobProblem.Away, "The record of an idempotency key went as it was read.");
    }

    /// <summary>Forgets keys whose time is over.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        await foreach (var blob in blobs.ListAsync(Root, cancellation: cancellation))
        {
            if (clock.Now - blob.WrittenAt >= options.KeepIdempotencyKeys)
            {
                await blobs.DeleteAsync(blob.Key, cancellation);
            }
        }
    }

    // Hashed, as a key is any text.
    private static string PathOf(TenantId tenant, string key) =>
        Root + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Value}\n{key}")));

    private static void Write(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
