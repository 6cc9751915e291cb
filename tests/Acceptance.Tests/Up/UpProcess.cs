using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary>One <c>up</c> as a user starts it, watched from outside.</summary>
internal sealed partial class UpProcess(params string[] arguments) : CliProcess(["up", "--port", "0", .. arguments])
{
    public Uri FirstGateway() => new(GatewayLine().Match(Errors).Groups[1].Value);

    public Task LoadBeganAsync() => SaidAsync("Two clocks");

    [GeneratedRegex(@"Gateway \S+\s+(http://127\.0\.0\.1:\d+/)")]
    private static partial Regex GatewayLine();
}
