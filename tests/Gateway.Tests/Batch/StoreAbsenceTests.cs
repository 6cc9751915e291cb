using Microsoft.Extensions.Logging;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class StoreAbsenceTests
{
    [Fact]
    public void An_absence_is_told_at_its_beginning_each_minute_and_at_its_end()
    {
        using var caught = new LogCatcher();
        using var factory = LoggerFactory.Create(l => l.AddProvider(caught));
        var time = new FrozenTime();
        var absence = new StoreAbsence(new SteadyClock(time), factory.CreateLogger<StoreAbsence>());
        absence.Back();
        for (var second = 0; second <= 150; second++)
        {
            absence.Away("no answer");
            absence.Away("no answer there either");
            time.Seconds++;
        }

        absence.Back();
        absence.Back();
        absence.Away("again");
        Assert.Equal(
            [
                (LogLevel.Warning, "The deferred store is away: no answer"),
                (LogLevel.Warning, "The deferred store has been away for 60 s: no answer"),
                (LogLevel.Warning, "The deferred store has been away for 120 s: no answer"),
                (LogLevel.Information, "The deferred store is back after 151 s."),
                (LogLevel.Warning, "The deferred store is away: again"),
            ],
            caught.Lines.Select(l => (l.Level, l.Text)));
    }

    private sealed class FrozenTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
