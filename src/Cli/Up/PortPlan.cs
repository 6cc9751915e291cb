using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SageServe.Cli;

/// <summary>Every port of a run. Public ones are what the user asked for or an error; the others move aside when theirs are taken.</summary>
internal sealed record PortPlan(ImmutableArray<RegionPorts> Regions, int ScalerAdmin, int Redis, int Prometheus)
{
    private const int AdminOffset = 1000;
    private const int ControlOffset = 1200;

    public Uri ScalerAdminUrl => RegionPorts.Local(ScalerAdmin);

    public Uri PrometheusUrl => RegionPorts.Local(Prometheus);

    /// <exception cref="BadInputException">A public port is taken.</exception>
    public static PortPlan Make(IReadOnlyList<RegionId> regions, int first)
    {
        var taken = new HashSet<int>();
        int Near(int wanted) => first > 0 && taken.Add(wanted) && IsFree(wanted) ? wanted : Free(taken);
        var publics = regions.Select((r, i) => first == 0 ? Free(taken) : Wanted(first + i, r, first, taken)).ToArray();
        var ports = regions.Select((r, i) =>
            new RegionPorts(r, publics[i], Near(first + AdminOffset + i), Near(first + ControlOffset + i))).ToImmutableArray();
        return new PortPlan(ports, Near(first + AdminOffset + 100), Free(taken), Near(first + AdminOffset + 101));
    }

    private static int Wanted(int port, RegionId region, int first, HashSet<int> taken)
    {
        taken.Add(port);
        return IsFree(port)
            ? port
            : throw new BadInputException(
                $"Port {port} (gateway of {region}) is in use. Stop what listens there (`ss -ltnp 'sport = :{port}'` shows it), or choose others: --port {first + 1000} takes {first + 1000} and the next ones, --port 0 takes free ones.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.ExclusiveAddressUse = true;
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// Below the range from which the system takes ports for outgoing connections and for port 0: what is free now is then still free when its
    /// process gets to bind it.
    /// </summary>
    public static int Free(HashSet<int> taken)
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(15_000, 32_000);
            if (taken.Add(port) && IsFree(port))
            {
                return port;
            }
        }
    }
}
