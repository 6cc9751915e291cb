using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>
/// Keeps receipts over a restart, beside the plan: closed ones as JSON lines, a full file becomes the older one and the one before it goes;
/// open ones whole, each time they change. What cannot be read is told, set aside as it is, and what is left of it goes on.
/// </summary>
internal sealed class ReceiptFile(ScalerOptions options, ILogger<ReceiptFile> logger)
{
    /// <summary>Of each of the two files of closed receipts: about ten thousand receipts.</summary>
    public const long BytesMost = 16 << 20;

    private const string Damaged = ".damaged";

    /// <summary>Closed receipts, a line each, oldest first.</summary>
    public string ClosedPath => options.PlanFile + ".receipts.jsonl";

    /// <summary>Those before them.</summary>
    public string OlderPath => options.PlanFile + ".receipts.1.jsonl";

    public string OpenPath => options.PlanFile + ".receipts.open";

    /// <summary>All closed ones that are kept, oldest first.</summary>
    public IReadOnlyList<MoveReceipt> ReadClosed() => [.. ReadLines(OlderPath), .. ReadLines(ClosedPath)];

    /// <summary>Null where there is nothing to go on from.</summary>
    public ReceiptState? ReadOpen()
    {
        try
        {
            return File.Exists(OpenPath) && JsonSerializer.Deserialize(File.ReadAllBytes(OpenPath), ReceiptJson.Default.ReceiptState) is { Open.IsDefault: false, Decided.IsDefault: false } state ? state
                : File.Exists(OpenPath) ? throw new JsonException("it holds no open receipts") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            logger.ReceiptsNotRead(OpenPath, e.Message, OpenPath + Damaged);
            SetAside(OpenPath);
            return null;
        }
    }

    public void Append(IEnumerable<MoveReceipt> closed)
    {
        try
        {
            if (new FileInfo(ClosedPath) is { Exists: true, Length: >= BytesMost })
            {
                File.Move(ClosedPath, OlderPath, overwrite: true);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(ClosedPath))!);
            File.AppendAllLines(ClosedPath, closed.Select(Line));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReceiptsNotKept(ClosedPath, e.Message);
        }
    }

    public void KeepOpen(ReceiptState state)
    {
        try
        {
            AtomicFile.Write(OpenPath, JsonSerializer.SerializeToUtf8Bytes(state, ReceiptJson.Default.ReceiptState));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReceiptsNotKept(OpenPath, e.Message);
        }
    }

    private static string Line(MoveReceipt receipt) => JsonSerializer.Serialize(receipt, ReceiptJson.Default.MoveReceipt);

    private List<MoveReceipt> ReadLines(string path)
    {
        List<MoveReceipt> read = [];
        try
        {
            string? problem = null;
            var number = 0;
            foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
            {
                number++;
                var (receipt, why) = Parse(line);
                problem ??= why is null ? null : $"line {number}: {why}";
                read.AddRange(receipt is null ? [] : [receipt]);
            }

            if (problem is not null)
            {
                logger.ReceiptsNotRead(path, problem, path + Damaged);
                SetAside(path);
                File.WriteAllLines(path, read.Select(Line));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReceiptsNotRead(path, e.Message, "its place");
        }

        return read;
    }

    private static (MoveReceipt? Receipt, string? Problem) Parse(string line)
    {
        try
        {
            var receipt = JsonSerializer.Deserialize(line, ReceiptJson.Default.MoveReceipt);
            return receipt is { Actual: not null, Verdict: not null } ? (receipt, null) : (null, "no closed receipt");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private void SetAside(string path)
    {
        try
        {
            File.Move(path, path + Damaged, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ReceiptsNotKept(path + Damaged, e.Message);
        }
    }
}
