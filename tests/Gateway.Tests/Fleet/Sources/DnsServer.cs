using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>A name server on a real UDP and TCP socket, for the few names of a test.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public DnsServer()
    {
        // Both sockets need the same port.
        while (true)
        {
            _udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            _tcp = new TcpListener((IPEndPoint)_udp.Client.LocalEndPoint!);
            try
            {
                _tcp.Start();
                break;
            }
            catch (SocketException)
            {
                _udp.Dispose();
            }
        }

        _running = Task.WhenAll(AnswerDatagramsAsync(), AnswerStreamsAsync());
    }

    public string Endpoint => _udp.Client.LocalEndPoint!.ToString()!;

    /// <summary>Answers of A questions by name.</summary>
    public Dictionary<string, string[]> Addresses { get; set; } = [];

    /// <summary>Answers of SRV questions by name; their addresses are sent along.</summary>
    public Dictionary<string, (string Host, int Port)[]> Services { get; set; } = [];

    /// <summary>Refuses everything.</summary>
    public bool Fails { get; set; }

    /// <summary>Says over UDP that the answer is too long.</summary>
    public bool Truncates { get; set; }

    public int Streams { get; private set; }

    public int Questions { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tcp.Stop();
        _udp.Dispose();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AnswerDatagramsAsync()
    {
        while (true)
        {
            var question = await _udp.ReceiveAsync(_stop.Token);
            await _udp.SendAsync(Answer(question.Buffer, Truncates), question.RemoteEndPoint, _stop.Token);
        }
    }

    private async Task AnswerStreamsAsync()
    {
        while (true)
        {
            using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
            Streams++;
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, _stop.Token);
            var question = new byte[(length[0] << 8) | length[1]];
            await stream.ReadExactlyAsync(question, _stop.Token);
            var answer = Answer(question, truncated: false);
            await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stop.Token);
        }
    }

    private byte[] Answer(byte[] question, bool truncated)
    {
        Questions++;
        var at = 12;
        var labels = new List<string>();
        for (; question[at] != 0; at += 1 + question[at])
        {
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        }

        var type = question[at + 2];
        var records = Fails || truncated ? [] : Records(string.Join('.', labels), type).ToArray();
        var code = (byte)(Fails ? 2 : records.Length == 0 && !truncated ? 3 : 0);
        return [question[0], question[1], (byte)(truncated ? 0x83 : 0x81), (byte)(0x80 | code), 0, 1, 0, (byte)records.Length, 0, 0, 0, 0, .. question[12..(at + 5)], .. records.SelectMany(r => r)];
    }

    private IEnumerable<byte[]> Records(string name, int type)
    {
        if (type == 33)
        {
            foreach (var (host, port) in Services.GetValueOrDefault(name, []))
            {
                byte[] data = [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Encode(host)];
                yield return [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 1, 0, (byte)data.Length, .. data];
                foreach (var address in Addresses.GetValueOrDefault(host, []))
                {
                    yield return [.. Encode(host), 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, .. IPAddress.Parse(address).GetAddressBytes()];
                }
            }
        }
        else if (type == 1)
        {
            foreach (var address in Addresses.GetValueOrDefault(name, []))
            {
                yield return [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, .. IPAddress.Parse(address).GetAddressBytes()];
            }
        }
    }

    private static IEnumerable<byte> Encode(string name) => name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]).Append((byte)0);
}
