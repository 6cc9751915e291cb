namespace SageServe.Cli;

/// <summary>What the upstream sends for one attempt, and how.</summary>
/// <param name="Raw">Every byte of the answer, head included.</param>
/// <param name="Cuts">Where the bytes are cut into writes, ascending.</param>
/// <param name="Pause">Between two writes.</param>
/// <param name="End">What follows the last byte.</param>
/// <param name="Status">Of the answer; 0 where no valid head is sent.</param>
/// <param name="Body">What a client may get of the body: all of it, or, of a broken answer, at most this.</param>
/// <param name="Complete">True for an answer that HTTP calls whole.</param>
internal sealed record UpstreamScript(
    byte[] Raw, IReadOnlyList<int> Cuts, TimeSpan Pause, ScriptEnd End, int Status, byte[] Body, bool Complete)
{
    /// <summary>The gateway does not pass these on: it tries elsewhere or makes an error of its own.</summary>
    public bool IsRefusal => Status is 429 or 500 or 502 or 503 or 504;
}
