using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SageServe.Gateway;

/// <summary>Questions and answers on the wire (RFC 1035, section 4). Whatever is malformed is a <see cref="FormatException"/>.</summary>
internal static class DnsMessage
{
    private const int HeaderBytes = 12;
    private const int MostPointers = 32;

    public static byte[] Question(ushort id, string name, DnsRecordType type)
    {
        var message = new List<byte>(HeaderBytes + name.Length + 8) { (byte)(id >> 8), (byte)id, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.AddRange([0, (byte)((int)type >> 8), (byte)type, 0, 1]);
        return [.. message];
    }

    /// <summary>True when only a part came: the same question is to be asked over TCP.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> message) => message.Length > 2 && (message[2] & 0x02) != 0;

    /// <returns>The records of all sections; null when it answers another question.</returns>
    /// <exception cref="FormatException">It is malformed, or the server refuses.</exception>
    public static IReadOnlyList<DnsRecord>? Read(ReadOnlySpan<byte> message, ushort id)
    {
        if (message.Length < HeaderBytes)
        {
            throw new FormatException("The name server's answer is cut off.");
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0x80) == 0)
        {
            return null;
        }

        // 3: there is no such name, which is an answer without records.
        return (message[3] & 0x0F) switch
        {
            0 => Records(message),
            3 => [],
            var code => throw new FormatException($"The name server refuses (code {code})."),
        };
    }

    private static List<DnsRecord> Records(ReadOnlySpan<byte> message)
    {
        var at = HeaderBytes;
        for (var i = Word(message, 4); i > 0; i--)
        {
            Name(message, ref at);
            at += 4;
        }

        var records = new List<DnsRecord>();
        for (var i = Word(message, 6) + Word(message, 8) + Word(message, 10); i > 0; i--)
        {
            var name = Name(message, ref at);
            var (type, ttl, length) = (Word(message, at), (Word(message, at + 4) << 16) | Word(message, at + 6), Word(message, at + 8));
            at += 10;
            if (at + length > message.Length)
            {
                throw new FormatException("A record is cut off.");
            }

            if (Record(message, name, (DnsRecordType)type, TimeSpan.FromSeconds(Math.Max(0, ttl)), at, length) is { } record)
            {
                records.Add(record);
            }

            at += length;
        }

        return records;
    }

    private static DnsRecord? Record(ReadOnlySpan<byte> message, string name, DnsRecordType type, TimeSpan ttl, int at, int length)
    {
        if (type == DnsRecordType.Srv && length > 6)
        {
            var target = at + 6;
            return new DnsRecord(name, type, ttl, Name(message, ref target), Word(message, at + 4));
        }

        return (type, length) is (DnsRecordType.A, 4) or (DnsRecordType.Aaaa, 16)
            ? new DnsRecord(name, type, ttl, new IPAddress(message.Slice(at, length)).ToString(), 0)
            : null;
    }

    private static string Name(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var (next, pointers) = (at, 0);
        while (true)
        {
            var length = Octet(message, next);
            if (length >= 0xC0)
            {
                at = pointers++ == 0 ? next + 2 : at;
                next = Word(message, next) & 0x3FFF;
                if (pointers > MostPointers)
                {
                    throw new FormatException("A name points at itself.");
                }

                continue;
            }

            if (length == 0)
            {
                at = pointers == 0 ? next + 1 : at;
                return name.ToString();
            }

            if (next + 1 + length > message.Length || length > 63)
            {
                throw new FormatException("A name is cut off.");
            }

            name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(message.Slice(next + 1, length)));
            next += 1 + length;
        }
    }

    private static int Octet(ReadOnlySpan<byte> message, int at) => at < message.Length ? message[at] : throw new FormatException("The answer is cut off.");

    private static int Word(ReadOnlySpan<byte> message, int at) => (Octet(message, at) << 8) | Octet(message, at + 1);
}
