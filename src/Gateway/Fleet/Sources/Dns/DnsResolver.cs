using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SageServe.Gateway;

/// <summary>Asks one name server: over UDP, and over TCP where the answer does not fit. The platform's own calls tell no TTL and no SRV.</summary>
internal sealed class DnsResolver(IPEndPoint server)
{
    private const int DnsPort = 53;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <param name="text">Address with or without port; null: the first name server of <c>/etc/resolv.conf</c>, else this machine.</param>
    public static IPEndPoint ServerOf(string? text)
    {
        var named = text ?? FirstOf("/etc/resolv.conf");
        return named is not null && IPEndPoint.TryParse(named, out var server)
            ? new IPEndPoint(server.Address, server.Port == 0 ? DnsPort : server.Port)
            : new IPEndPoint(IPAddress.Loopback, DnsPort);
    }

    /// <exception cref="IOException">No usable answer came in time.</exception>
    public async Task<IReadOnlyList<DnsRecord>> AskAsync(string name, DnsRecordType type, CancellationToken cancellation)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var question = DnsMessage.Question(id, name, type);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            return await AskByDatagramAsync(question, id, limit.Token) ?? await AskByStreamAsync(question, id, limit.Token);
        }
        catch (Exception e) when (e is SocketException or FormatException or EndOfStreamException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"{server} did not resolve '{name}': {(e is OperationCanceledException ? "no answer in time" : e.Message)}", e);
        }
    }

    /// <summary>Null: the answer needs a stream.</summary>
    private async Task<IReadOnlyList<DnsRecord>?> AskByDatagramAsync(byte[] question, ushort id, CancellationToken cancellation)
    {
        // Connected, so that only the server's own datagrams come through; its port is one of thousands, which a forger has to guess.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellation);
        await socket.SendAsync(question, cancellation);
        var buffer = new byte[4096];
        while (true)
        {
            var answer = buffer.AsMemory(0, await socket.ReceiveAsync(buffer, cancellation));
            if (DnsMessage.IsTruncated(answer.Span))
            {
                return null;
            }

            if (DnsMessage.Read(answer.Span, id) is { } records)
            {
                return records;
            }
        }
    }

    private async Task<IReadOnlyList<DnsRecord>> AskByStreamAsync(byte[] question, ushort id, CancellationToken cancellation)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync((byte[])[(byte)(question.Length >> 8), (byte)question.Length, .. question], cancellation);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellation);
        var answer = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(answer, cancellation);
        return DnsMessage.Read(answer, id) ?? throw new FormatException("The answer is to another question.");
    }

    private static string? FirstOf(string file) => File.Exists(file)
        ? File.ReadLines(file).Select(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(w => w is ["nameserver", _, ..])?[1]
        : null;
}
