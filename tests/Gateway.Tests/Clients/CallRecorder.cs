using System.ClientModel.Primitives;

namespace SageServe.Gateway.Tests;

/// <summary>Sees every try of OpenAI's .NET client.</summary>
internal sealed class CallRecorder : PipelinePolicy
{
    public List<SeenCall> Calls { get; } = [];

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Record(message);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex);
        Record(message);
    }

    private void Record(PipelineMessage message)
    {
        if (message.Response is { } response)
        {
            Calls.Add(new SeenCall(response.Status, response.Headers.TryGetValue(HeaderNames.ShouldRetry, out var value) ? value : null));
        }
    }
}
