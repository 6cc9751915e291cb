using System.IO.Compression;
using System.Text.Json;

namespace SageServe.Kubernetes;

/// <summary>
/// The last accepted plan in a ConfigMap: JSON, compressed, under <c>plan.json.gz</c>. Scalers that stand by and gateways read it there;
/// <c>kubectl get cm sageserve-plan -o jsonpath='{.binaryData.plan\.json\.gz}' | base64 -d | gunzip</c> shows it.
/// </summary>
public sealed class PlanMap(KubernetesClient client, string @namespace, string name)
{
    public const string Key = "plan.json.gz";

    /// <summary>What an API server stores of one ConfigMap, with some room for the rest of it.</summary>
    private const int BytesMost = 1000 << 10;

    private const int UnpackedMost = 64 << 20;
    private const int Tries = 3;

    private string? _seen;

    /// <summary>Null where there is none, nothing that can be read, or what the last look has told already.</summary>
    public async Task<PlanDocument?> ReadNewAsync(CancellationToken cancel)
    {
        try
        {
            var map = await client.GetAsync(ResourceKinds.ConfigMaps, @namespace, name, cancel);
            var isNew = map.Metadata.ResourceVersion != _seen;
            _seen = map.Metadata.ResourceVersion;
            return isNew ? PlanOf(map) : null;
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Keeps the plan unless a greater one is there; then that one is the answer, and null otherwise.</summary>
    /// <exception cref="KubernetesException">It could not be kept, or is too large.</exception>
    public async Task<PlanDocument?> KeepAsync(PlanDocument plan, CancellationToken cancel)
    {
        var packed = Pack(plan);
        for (var left = Tries; ; left--)
        {
            try
            {
                return await TryKeepAsync(plan, packed, cancel);
            }
            catch (KubernetesException e) when (e.IsConflict && left > 1)
            {
                // Somebody else wrote in between; the next look shows what.
            }
        }
    }

    private async Task<PlanDocument?> TryKeepAsync(PlanDocument plan, byte[] packed, CancellationToken cancel)
    {
        var data = new Dictionary<string, byte[]> { [Key] = packed };
        ConfigMap there;
        try
        {
            there = await client.GetAsync(ResourceKinds.ConfigMaps, @namespace, name, cancel);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            await client.CreateAsync(ResourceKinds.ConfigMaps, new ConfigMap { Metadata = new ObjectMeta { Name = name, Namespace = @namespace }, BinaryData = data }, cancel);
            return null;
        }

        if (PlanOf(there) is { } kept && (kept.Epoch, kept.Version).CompareTo((plan.Epoch, plan.Version)) >= 0)
        {
            return (kept.Epoch, kept.Version) == (plan.Epoch, plan.Version) ? null : kept;
        }

        await client.ReplaceAsync(ResourceKinds.ConfigMaps, there with { BinaryData = data }, cancel);
        return null;
    }

    private static byte[] Pack(PlanDocument plan)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, plan, SharedJson.Default.PlanDocument);
        }

        // Base64 makes four bytes of three.
        return packed.Length * 4 / 3 <= BytesMost ? packed.ToArray() : throw new KubernetesException($"The plan takes {packed.Length} bytes compressed; a ConfigMap holds no more than {BytesMost * 3L / 4}.");
    }

    private static PlanDocument? PlanOf(ConfigMap map)
    {
        if (map.BinaryData?.GetValueOrDefault(Key) is not { } packed)
        {
            return null;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var json = new MemoryStream();
            var buffer = new byte[64 << 10];
            for (var read = gzip.Read(buffer); read > 0 && json.Length < UnpackedMost; read = gzip.Read(buffer))
            {
                json.Write(buffer, 0, read);
            }

            return JsonSerializer.Deserialize(json.GetBuffer().AsSpan(0, (int)json.Length), SharedJson.Default.PlanDocument);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            // Of a foreign hand: it is replaced by the next plan.
            return null;
        }
    }
}
