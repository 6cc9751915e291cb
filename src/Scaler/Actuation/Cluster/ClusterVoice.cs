using System.Threading.Channels;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Tells what happened to a workload: a log line, and, from the scaler that may move it, an Event on the object, which is written by and by.</summary>
internal sealed class ClusterVoice(EventWriter writer, Func<bool> mayWrite, ILogger logger)
{
    private readonly Channel<(EventObject About, string Reason, string Message, bool IsWarning)> _queue =
        Channel.CreateBounded<(EventObject, string, string, bool)>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

    private bool _silent;

    public void Tell(WorkloadTarget target, Workload? workload, string reason, string message, bool isWarning = false)
    {
        if (isWarning)
        {
            logger.WorkloadWarned(target.Kind, target.Name, reason, message);
        }
        else
        {
            logger.WorkloadTold(target.Kind, target.Name, reason, message);
        }

        if (!mayWrite())
        {
            return;
        }

        _queue.Writer.TryWrite((new EventObject(target.ApiVersion, target.Kind, target.Namespace, target.Name, workload?.Metadata.Uid), reason, message, isWarning));
    }

    /// <summary>Writes Events until cancelled. One that can't be written is lost: the log has it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var (about, reason, message, isWarning) in _queue.Reader.ReadAllAsync(stop))
        {
            try
            {
                await writer.WriteAsync(about, reason, message, isWarning, stop);
                _silent = false;
            }
            catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or System.Text.Json.JsonException)
            {
                if (!_silent)
                {
                    logger.EventsNotWritten(e.Message);
                }

                _silent = true;
            }
        }
    }
}
