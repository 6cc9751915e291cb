using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>One batch for people.</summary>
internal static class QueueDetail
{
    public static string Text(QueueBatchDetail detail)
    {
        var (text, batch) = (new StringBuilder(), detail.Batch);
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
        Line($"batch     {batch.Id}");
        Line($"tenant    {batch.Tenant}");
        Line($"model     {batch.Model ?? "not known yet"}");
        Line($"status    {batch.Status}");
        Line($"window    {batch.CompletionWindow}, created {QueueTable.Time(batch.CreatedAt)}, expires {QueueTable.Time(batch.ExpiresAt)}{(batch.EndedAt is { } end ? $", ended {QueueTable.Time(end)}" : "")}");
        Line($"lines     {batch.Total}: {batch.Completed} completed, {batch.Failed} failed, {batch.Total - batch.Completed - batch.Failed} left");
        Line($"index     {detail.Waiting} waiting, {detail.Delayed} delayed, {detail.Leased} at gateways; results from {detail.Journals} journal(s)");
        Line($"files     input {batch.InputFileId}, output {batch.OutputFileId ?? "-"}, errors {batch.ErrorFileId ?? "-"}");
        if (batch.EndedAt is null)
        {
            Line($"done by   {QueueTable.Time(batch.EtaP50)} (p50), {QueueTable.Time(batch.EtaP90)} (p90){(batch.Feasible switch { true => ", in time", false => ", LATE", _ => "" })}");
        }

        if (detail.FailedLines.IsEmpty)
        {
            return text.ToString();
        }

        Line($"");
        Line($"{"line",7}  {"custom_id",-28}{"outcome",-11}{"status",6}  error");
        foreach (var line in detail.FailedLines)
        {
            Line($"{line.Line?.ToString(CultureInfo.InvariantCulture) ?? "-",7}  {line.CustomId,-28}{line.Outcome,-11}{line.Status?.ToString(CultureInfo.InvariantCulture) ?? "-",6}  {line.Code}: {line.Message}");
        }

        return text.ToString();
    }
}
