using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Lanes and batches for people.</summary>
internal static class QueueTable
{
    public static string Text(QueueDocument queue)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
        if (queue.PausedSince is { } since)
        {
            Line($"DRAINED since {Time(since)}: no patient work is released. `sageserve queue drain --resume` ends that.");
        }

        Line($"{"lane",-22}{"groups",7}{"waiting",9}{"delayed",9}{"leased",8}{"oldest",9}{"due in",9}{"slack",9}{"room",7}{"by",9}{"pace",7}  pump, gateways");
        foreach (var lane in queue.Lanes)
        {
            if (!lane.Known)
            {
                Line($"{lane.Model,-22}  not known: the index cannot be reached, or was not read yet");
                continue;
            }

            var due = lane.EarliestDeadline is { } deadline ? Span((deadline - queue.At).TotalSeconds) : "-";
            Line($"{lane.Model,-22}{lane.Groups,7}{lane.Waiting,9}{lane.Delayed,9}{lane.Leased,8}{Span(lane.OldestAgeSeconds),9}{due,9}{Span(lane.SlackSeconds),9}{lane.Headroom,7:0.0}{lane.HeadroomFrom,9}{lane.Pace,7:0.00}  {Who(lane, queue.Gateway)}");
        }

        Line($"");
        Line($"{"batch",-42}{"tenant",-16}{"model",-20}{"status",-12}{"window",6}{"lines",8}{"done",7}{"failed",7}  {"ETA p50",-18}{"p90",-18}{"expires",-18}");
        foreach (var b in queue.Batches)
        {
            var ok = b.Feasible is false ? "  late" : "";
            Line($"{b.Id,-42}{b.Tenant,-16}{b.Model ?? "-",-20}{b.Status,-12}{b.CompletionWindow,6}{b.Total,8}{b.Completed,7}{b.Failed,7}  {Time(b.EtaP50),-18}{Time(b.EtaP90),-18}{Time(b.EndedAt ?? b.ExpiresAt),-18}{ok}");
        }

        Line($"{queue.Batches.Length} batch(es) in {queue.Region}, told by gateway {queue.Gateway}. Times are UTC; of an ended batch the last is its end.");
        return text.ToString();
    }

    /// <summary>Date and minute; a dash for none.</summary>
    public static string Time(Instant? at) => at is { } known ? known.ToDateTimeOffset().ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "-";

    /// <summary>In the largest unit that leaves at least two digits or so; a dash for none.</summary>
    public static string Span(double? seconds) => seconds switch
    {
        null => "-",
        { } s when Math.Abs(s) < 120 => string.Create(CultureInfo.InvariantCulture, $"{s:0}s"),
        { } s when Math.Abs(s) < 7200 => string.Create(CultureInfo.InvariantCulture, $"{s / 60:0}m"),
        { } s => string.Create(CultureInfo.InvariantCulture, $"{s / 3600:0.0}h"),
    };

    private static string Who(QueueLane lane, string self)
    {
        string Name(string gateway) => gateway == self ? gateway + "*" : gateway;
        var members = lane.Members.IsEmpty ? "no gateway" : string.Join(", ", lane.Members.Select(m => string.Create(CultureInfo.InvariantCulture, $"{Name(m.Gateway)} (room {m.Room})")));
        return $"{(lane.Pump is { } pump ? Name(pump) : "-")}; {members}{(lane.LeasesLost > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {lane.LeasesLost} lease(s) lost") : "")}";
    }
}
