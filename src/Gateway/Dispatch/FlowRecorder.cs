using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Writes what one flow was told and answered to the decision log, in order: it is called under the model's lock.
/// A dropped record ends the segment; only an unbroken first segment can be replayed from its header.
/// </summary>
internal sealed class FlowRecorder
{
    private readonly DecisionLog _log;
    private readonly string _key;
    private int _segment = 1;

    public FlowRecorder(DecisionLog log, ModelId model, RegionId home, ModelFlowOptions options)
    {
        _log = log;
        _key = model.Value;
        if (log.Enabled)
        {
            log.Write(new FlowHeaderEntry(new FlowHeader(model, home, options)));
        }
    }

    public void Record(in FlowInput input, FlowEffectBuffer effects)
    {
        if (!_log.Enabled)
        {
            return;
        }

        var copy = new FlowEffectBuffer();
        for (var i = 0; i < effects.Count; i++)
        {
            copy.Add(effects[i]);
        }

        if (!_log.Write(new FlowEntry(_key, _segment, input, copy)))
        {
            _segment++;
        }
    }
}
