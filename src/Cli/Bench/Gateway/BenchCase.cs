using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One way of getting a request to an engine.</summary>
/// <param name="Name">As <c>--cases</c> takes it.</param>
/// <param name="What">For people.</param>
/// <param name="Package">Debian package of a program that is not ours; null for the rest.</param>
internal sealed record BenchCase(string Name, string What, string? Package = null)
{
    public const string Direct = "direct";
    public const string Yarp = "yarp";
    public const string Gateway = "gateway";

    public static readonly ImmutableArray<BenchCase> All =
    [
        new(Direct, "no proxy"),
        new(Yarp, "YARP's own pipeline, no logic"),
        new("yarp-read", "YARP that buffers the body and finds the model"),
        new("yarp-pipeline", "choice and failover as middleware of YARP's pipeline"),
        new("yarp-forwarder", "the same, calling IHttpForwarder"),
        new("nginx", "nginx as a plain proxy", "nginx-light"),
        new("haproxy", "HAProxy as a plain proxy", "haproxy"),
        new(Gateway, "this gateway: keys, admission, choice, failover, metrics"),
    ];
}
