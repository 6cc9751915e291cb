namespace SageServe.Simulator;

/// <summary>Where the sizes of generated requests come from.</summary>
internal interface ISizes
{
    double MeanPrompt { get; }

    double MeanOutput { get; }

    (int Prompt, int Output) Draw(RandomStream random);
}
