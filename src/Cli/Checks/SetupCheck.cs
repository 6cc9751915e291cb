namespace SageServe.Cli;

/// <summary>What does not fit between the files of one installation: names that one has and another lacks, listeners on one port, secrets and bins that differ.</summary>
internal static class SetupCheck
{
    /// <summary>Only files that can be read by themselves take part.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<SetupFile> files)
    {
        var pairs = files.SelectMany((one, i) => files.Skip(i + 1).Select(other => (One: one, Other: other))).ToArray();
        return
        [
            .. pairs.SelectMany(p => Ports(p.One, p.Other)),
            .. pairs.SelectMany(p => Catalogs(p.One, p.Other).Concat(Catalogs(p.Other, p.One))),
            .. pairs.SelectMany(p => Gateways(p.One, p.Other)),
            .. pairs.SelectMany(p => ScalerAndGateway(p.One, p.Other).Concat(ScalerAndGateway(p.Other, p.One))),
        ];
    }

    private static IEnumerable<string> Ports(SetupFile one, SetupFile other)
    {
        foreach (var (name, url) in one.Listeners)
        {
            foreach (var (otherName, otherUrl) in other.Listeners.Where(o => SameListener(url, o.Url)))
            {
                yield return $"{one.File}: {name} and {other.File}: {otherName} listen on the same address, {new Uri(url).Authority}.";
            }
        }
    }

    // Wildcards may be on different machines.
    private static bool SameListener(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b)
        && a.Port == b.Port && a.Port != 0 && Host(a) == Host(b) && Host(a) is not ("*" or "+" or "0.0.0.0" or "[::]");

    private static string Host(Uri uri) => uri.Host == "localhost" ? "127.0.0.1" : uri.Host;

    private static IEnumerable<string> Catalogs(SetupFile one, SetupFile other)
    {
        if (one.Catalog is not { } has || other.Catalog is not { } lacks)
        {
            return [];
        }

        return
        [
            .. Missing("model", has.Models.Select(m => m.Id.Value), lacks.Models.Select(m => m.Id.Value)),
            .. Missing("region", has.Regions.Select(r => r.Id.Value), lacks.Regions.Select(r => r.Id.Value)),
            .. Missing("pool", has.Pools.Select(p => p.Id.ToString()), lacks.Pools.Select(p => p.Id.ToString())),
        ];

        IEnumerable<string> Missing(string what, IEnumerable<string> there, IEnumerable<string> here) =>
            there.Except(here).Select(name => $"{other.File}: its catalog lacks the {what} '{name}' of {one.File}.");
    }

    private static IEnumerable<string> Gateways(SetupFile one, SetupFile other)
    {
        if (one.Kind != CheckedFile.Gateway || other.Kind != CheckedFile.Gateway)
        {
            yield break;
        }

        if (one.PeerSecret != other.PeerSecret && (one.Peers.Contains(other.Region) || other.Peers.Contains(one.Region) || one.Region == other.Region))
        {
            yield return $"{other.File}: PeerSecret is not that of {one.File}; they would refuse each other.";
        }

        if (one.Region == other.Region)
        {
            foreach (var problem in Siblings(one, other))
            {
                yield return problem;
            }
        }
        else
        {
            foreach (var (from, to) in new[] { (one, other), (other, one) }.Where(p => !p.Item1.Peers.Contains(p.Item2.Region)))
            {
                yield return $"{from.File}: Peers lacks region '{to.Region}', of which {to.File} is a gateway.";
            }
        }
    }

    private static IEnumerable<string> Siblings(SetupFile one, SetupFile other)
    {
        foreach (var (file, sibling) in new[] { (one, other), (other, one) }.Where(p => !p.Item1.HasSiblings))
        {
            yield return $"{file.File}: Siblings names nobody, and {sibling.File} is a gateway of the same region '{file.Region}'.";
        }

        if (one.FilePlace != other.FilePlace)
        {
            yield return $"{other.File}: its files of batches lie in {other.FilePlace}, those of {one.File} in {one.FilePlace}; gateways of one region need one place (Files).";
        }

        if (one.IndexPlace != other.IndexPlace)
        {
            yield return $"{other.File}: its index of patient work is in {other.IndexPlace}, that of {one.File} in {one.IndexPlace}; gateways of one region need one (Store).";
        }
    }

    private static IEnumerable<string> ScalerAndGateway(SetupFile scaler, SetupFile gateway)
    {
        if (scaler.Kind != CheckedFile.Scaler || gateway.Kind != CheckedFile.Gateway)
        {
            yield break;
        }

        if (!scaler.Actuated.Contains(gateway.Region))
        {
            yield return $"{scaler.File}: Actuator:Regions lacks '{gateway.Region}', the region of {gateway.File}.";
        }

        if (scaler.Scrapes && !scaler.Scraped.Contains(gateway.Region))
        {
            yield return $"{scaler.File}: Source:Gateways lacks '{gateway.Region}', the region of {gateway.File}: its demand would not be planned for.";
        }

        if (TimeSpan.TryParse(scaler.DemandBin, out var planned) && TimeSpan.TryParse(gateway.DemandBin, out var told) && planned != told)
        {
            yield return $"{scaler.File}: Planning:DemandBin is {planned}, and DemandBin of {gateway.File} is {told}; the scaler would read bins of another length.";
        }
    }
}
