using System.Collections.Immutable;

namespace SageServe.ClusterHour;

/// <summary>The hour's figures and verdict.</summary>
internal sealed record HourReport : BenchReport
{
    public required double Minutes { get; init; }

    public required double Speed { get; init; }

    public required int Seed { get; init; }

    public required int Streams { get; init; }

    /// <summary>That came to their end.</summary>
    public required int Whole { get; init; }

    /// <summary>Cut after their first token.</summary>
    public required int Cut { get; init; }

    /// <summary>Failed before it, other than by a refusal.</summary>
    public required int Failed { get; init; }

    /// <summary>429 and 503: there was no room.</summary>
    public required int Refused { get; init; }

    /// <summary>Answered after more than one replica was tried.</summary>
    public required int Retried { get; init; }

    public required double TtftP50Seconds { get; init; }

    public required double TtftP99Seconds { get; init; }

    public required int ScaleOuts { get; init; }

    public required int ScaleIns { get; init; }

    public required int DrainsBegun { get; init; }

    public required int DrainsTakenBack { get; init; }

    /// <summary>Replicas that got the place of another model's in one move.</summary>
    public required int Swaps { get; init; }

    /// <summary>From the kill to the write with which somebody took the lease: another, or the same one started again where its region has no other.</summary>
    public required ImmutableArray<Takeover> Takeovers { get; init; }

    /// <summary>Minute by minute.</summary>
    public required ImmutableArray<FleetMinute> Fleet { get; init; }

    /// <summary>What must not be.</summary>
    public required ImmutableArray<string> Problems { get; init; }

    public override bool Passes => Problems.IsEmpty;

    public override string Text() => Written(say =>
    {
        say($"{Minutes:0} minutes of three regions at {Speed:0} times real time, seed {Seed}, load average {LoadAverage}");
        say($"{"streams",10}{"whole",8}{"cut",6}{"failed",8}{"refused",9}{"retried",9}{"TTFT p50",10}{"p99",8}");
        say($"{Streams,10}{Whole,8}{Cut,6}{Failed,8}{Refused,9}{Retried,9}{TtftP50Seconds,9:0.00}s{TtftP99Seconds,7:0.00}s");
        say($"Replicas: scaled out {ScaleOuts} times, in {ScaleIns}; {DrainsBegun} drains begun, {DrainsTakenBack} taken back; {Swaps} swapped.");
        foreach (var takeover in Takeovers)
        {
            say($"Takeover of {takeover.Role}: {takeover.From} to {takeover.To} in {takeover.Seconds:0.0} s.");
        }

        foreach (var problem in Problems)
        {
            say($"  PROBLEM {problem}");
        }

        say($"{(Passes ? "pass" : "FAIL")}");
    });
}
