namespace SageServe.Cli;

/// <summary>Where one region's gateway and emulator listen, all on the loopback address.</summary>
internal sealed record RegionPorts(RegionId Region, int Public, int Admin, int Control)
{
    public Uri PublicUrl => Local(Public);

    public Uri AdminUrl => Local(Admin);

    public Uri ControlUrl => Local(Control);

    public static Uri Local(int port) => new($"http://127.0.0.1:{port}");
}
