namespace SageServe.Cli;

/// <summary>One exchange, made from the seed and its number alone.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Request">Every byte of the request, head included.</param>
/// <param name="Cuts">Where the request is cut into writes.</param>
/// <param name="Pause">Between two of them.</param>
/// <param name="Valid">The request is one that the API takes.</param>
/// <param name="Framed">Its end can be told by HTTP, whatever its body is: another request may follow on the connection.</param>
/// <param name="Closes">It asks for the end of the connection.</param>
/// <param name="Scripts">One for each attempt; the last stands for all further ones.</param>
/// <param name="LeaveAfterSent">The client leaves after this many bytes of its request; null stays.</param>
/// <param name="LeaveAfterGot">The client leaves once it has got this many bytes, 0 as soon as an upstream has the request; null stays.</param>
internal sealed record FuzzCase(
    int Number, byte[] Request, IReadOnlyList<int> Cuts, TimeSpan Pause, bool Valid, bool Framed, bool Closes, UpstreamScript[] Scripts, int? LeaveAfterSent, int? LeaveAfterGot)
{
    /// <summary>For a person who looks into a finding.</summary>
    public string Describe()
    {
        var scripts = Scripts.Select((s, i) => $"attempt {i + 1}: {s.Raw.Length} bytes in {s.Cuts.Count + 1} writes, then {s.End}{(s.Complete ? "" : ", broken")}: {Start(s.Raw)}");
        var leaves = LeaveAfterSent is { } sent ? $"; leaves after {sent} bytes sent" : LeaveAfterGot is { } got ? $"; leaves after {got} bytes got" : "";
        return $"case {Number}: request{(Valid ? "" : " (wrong)")}{(Closes ? "" : ", keeps the connection")}, {Request.Length} bytes in {Cuts.Count + 1} writes{leaves}: {Start(Request)}\n{string.Join('\n', scripts)}";
    }

    private static string Start(byte[] bytes) =>
        System.Text.Json.JsonSerializer.Serialize(System.Text.Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(700, bytes.Length))));

    private const string Prefix = "fuzz-";

    public string Id => IdOf(Number);

    public bool Leaves => LeaveAfterSent is not null || LeaveAfterGot is not null;

    public static string IdOf(int number) => Prefix + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="seed">Of the run.</param>
    /// <param name="number">Of the case.</param>
    /// <param name="keepsOpen">Another one follows on the connection, unless this one leaves or cannot be told from what follows.</param>
    public static FuzzCase Make(ulong seed, int number, bool keepsOpen = false)
    {
        var random = new RandomStream(seed).Child(IdOf(number));
        var stream = random.NextInt(2) == 0;
        var leave = random.Child("leave").NextInt(6);
        var (request, valid, framed) = FuzzRequests.Make(random.Child("request"), IdOf(number), stream, keepsOpen && leave > 2);
        var answers = random.Child("answer");
        UpstreamScript[] scripts = answers.NextInt(3) == 0
            ? [FuzzAnswers.Broken(answers, stream), FuzzAnswers.Whole(answers, stream)]
            : [answers.NextInt(4) == 0 ? FuzzAnswers.Broken(answers, stream) : FuzzAnswers.Whole(answers, stream)];
        if (leave == 0 && valid)
        {
            scripts = [FuzzAnswers.Hanging(answers, stream)];
        }

        return new FuzzCase(
            number,
            request,
            Cutter.Cuts(random, request.Length),
            TimeSpan.FromMilliseconds(random.NextInt(4) == 0 ? 1 : 0),
            valid,
            framed,
            Closes: !(keepsOpen && leave > 2 && framed),
            scripts,
            leave == 1 ? random.NextInt(request.Length) : null,
            leave == 0 && valid ? 0 : leave == 2 ? 1 + random.NextInt(600) : null);
    }
}
